/** The product from outside: the runnable jar as a process, its commands, its HTTP, its topics and its files. */
@NullMarked
package dev.annals.e2e;

import org.jspecify.annotations.NullMarked;
