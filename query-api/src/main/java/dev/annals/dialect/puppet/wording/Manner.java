package dev.annals.dialect.puppet.wording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.model.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service of Puppet words a change of an object. There are two such services: the classifier names things and their
 * parts, the access control service names values and memberships.
 */
sealed interface Manner permits ClassifierManner, RbacManner {
    /** The manner in which events about an object are worded. */
    static Manner of(ObjectRef object) {
        Noun noun = Noun.of(object.type());
        return noun.ofRbac() ? new RbacManner(noun, object) : new ClassifierManner(noun, object);
    }

    /** The object is new. */
    Phrase created();

    /** The object is gone. */
    Phrase deleted();

    /** The object has changed in several ways, or in a way that is not known. */
    Phrase edited();

    /** A field has a first value ({@code initial}) or a new one. */
    Phrase set(String field, JsonNode value, boolean initial);

    /** A field no longer has a value. */
    Phrase removed(String field);

    /** An entry of a field is new. */
    Phrase entryAdded(String field, List<String> path);

    /** An entry of a field has another value. */
    Phrase entryChanged(String field, List<String> path, JsonNode value);

    /** An entry of a field is gone. */
    Phrase entryRemoved(String field, List<String> path);

    /** Whether a list is worded by element instead of as a whole. */
    boolean listsByElement();

    /** An element of a list is new; used only when lists are worded by element. */
    Phrase elementAdded(String field, JsonNode element);

    /** An element of a list is gone; used only when lists are worded by element. */
    Phrase elementRemoved(String field, JsonNode element);

    /** The object and another were joined ({@code added}) or parted. */
    Phrase association(ObjectRef other, @Nullable String relationship, boolean added);

    /** The last word of a relationship: {@code members} of {@code awx.main.models.rbac.Role_members}. */
    static @Nullable String relation(@Nullable String relationship) {
        if (relationship == null || relationship.isBlank()) {
            return null;
        }
        String last = relationship.substring(relationship.lastIndexOf('.') + 1);
        int underscore = last.indexOf('_');
        boolean ofModel = relationship.indexOf('.') >= 0 && underscore >= 0 && underscore < last.length() - 1;
        return ofModel ? last.substring(underscore + 1) : last;
    }
}
