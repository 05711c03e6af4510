package dev.annals.processor.view;

import dev.annals.model.Actor;
import dev.annals.model.Commit;
import dev.annals.model.CommitObject;
import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.Term;
import dev.annals.processor.view.Field.FieldTerms;
import java.util.ArrayList;
import java.util.List;

/** How a commit becomes a document of the index: found by every field of {@link CommitFields}. */
public final class CommitIndexing {
    private CommitIndexing() {}

    /**
     * The document of a commit.
     *
     * @param row the record bytes of the commit as they are in the topic; not copied
     */
    public static IndexedDocument document(Commit commit, byte[] row) {
        return new IndexedDocument(
                commit.tenant(), commit.number(), ActivityValues.micros(commit.time()), row, terms(commit));
    }

    private static List<Term> terms(Commit commit) {
        List<Term> terms = new ArrayList<>(8 + 2 * commit.objects().size());
        terms.add(FieldTerms.term(CommitFields.SERVICE, commit.serviceId()));
        for (CommitObject object : commit.objects()) {
            terms.add(FieldTerms.term(CommitFields.OBJECT_TYPE, object.type()));
            terms.add(FieldTerms.term(CommitFields.objectId(object.type()), object.id()));
        }
        String ipAddress = commit.ipAddress();
        if (ipAddress != null) {
            terms.add(FieldTerms.term(CommitFields.IP_ADDRESS, ipAddress));
        }
        String commitId = commit.commitId();
        if (commitId != null) {
            terms.add(FieldTerms.term(CommitFields.COMMIT_ID, commitId));
        }
        Actor subject = commit.actor();
        if (subject != null) {
            terms.add(FieldTerms.term(CommitFields.SUBJECT_TYPE, subject.type()));
            terms.add(FieldTerms.term(CommitFields.subjectId(subject.type()), subject.id()));
        }
        return terms;
    }
}
