package dev.rolecall.springconsumer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.retrytopic.RetryTopicConfigurationSupport;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/// Arguments: a port that it listens on when it is ready; `guide` or `tuned`; jobs at once; Kafka; PostgreSQL's JDBC
/// URL, user and password; the URL of the LLM.
@SpringBootApplication(proxyBeanMethods = false)
public class SpringConsumer {

    public static void main(String[] arguments) throws IOException {
        var application = new SpringApplication(SpringConsumer.class);
        application.setAdditionalProfiles(arguments[1]);
        application.setDefaultProperties(Map.ofEntries(
                Map.entry("consumer.in-flight", arguments[2]),
                Map.entry("spring.kafka.bootstrap-servers", arguments[3]),
                Map.entry("spring.kafka.consumer.group-id", "spring-" + arguments[1]),
                Map.entry("spring.kafka.consumer.auto-offset-reset", "earliest"),
                Map.entry("spring.datasource.url", arguments[4]),
                Map.entry("spring.datasource.username", arguments[5]),
                Map.entry("spring.datasource.password", arguments[6]),
                Map.entry("spring.datasource.hikari.maximum-pool-size", "20"),
                Map.entry("consumer.llm", arguments[7]),
                Map.entry("logging.level.root", "warn"),
                Map.entry("spring.main.banner-mode", "off")));
        application.run();
        try (var ready = new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                ready.accept().close();
            }
        }
    }

    /// Non-blocking retry topics, as in Spring Kafka's reference.
    @EnableKafka
    @Configuration
    static class RetryTopics extends RetryTopicConfigurationSupport {
        @Bean
        TaskScheduler retryTopicScheduler() {
            return new ThreadPoolTaskScheduler();
        }
    }
}
