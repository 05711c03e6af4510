/** Schema registries that speak Confluent's REST API: settings under Confluent's names, the client, and what a registry said as records on the log. */
@NullMarked
package dev.annals.registry;

import org.jspecify.annotations.NullMarked;
