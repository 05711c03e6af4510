/** The words of the audit trail: a change is what a service says happened, an activity what Annals makes of it, a commit the group of activities of one action. */
@NullMarked
package dev.annals.model;

import org.jspecify.annotations.NullMarked;
