package dev.rolecall.classifier;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Everything that the classifier logs while this is open, at every level that it could be set to.
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = LogManager.getLogManager().getLogger("");
    private final Logger ours = Logger.getLogger("dev.rolecall");
    private final Level before = ours.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines() {
        setLevel(Level.ALL);
        ours.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    static LogLines everything() {
        return new LogLines();
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        var text = new StringBuilder(String.valueOf(entry.getMessage()));
        if (entry.getParameters() != null) {
            text.append(List.of(entry.getParameters()));
        }
        for (var cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
            text.append(' ').append(cause);
        }
        lines.add(text.toString());
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        ours.setLevel(before);
    }
}
