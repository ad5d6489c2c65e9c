package dev.rolecall.classifier.llm.provider;

/// Who answers.
///
/// @param host of the base URL, with the port if one is given
/// @param model as the provider names it
public record Provider(String host, String model) {}
