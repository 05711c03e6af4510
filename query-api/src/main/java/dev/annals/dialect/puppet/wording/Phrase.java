package dev.annals.dialect.puppet.wording;

/** The four words that Puppet has for an event, before it is known which objects and which run they are about. */
record Phrase(String type, String what, String description, String message) {}
