package dev.annals.processor.view;

import dev.annals.model.Activity;
import dev.annals.model.FieldChange;
import dev.annals.processor.index.Document;
import dev.annals.processor.index.Term;
import dev.annals.processor.index.Text;
import java.util.ArrayList;
import java.util.List;

/** How an activity becomes a document of the index: found by every field of {@link ActivityFields}. */
public final class ActivityIndexing {
    private ActivityIndexing() {}

    /**
     * The document of an activity.
     *
     * @param row the record bytes of the activity as they are in the topic; not copied
     */
    public static Document document(Activity activity, byte[] row) {
        return new Document(
                activity.tenant(),
                activity.id(),
                ActivityValues.micros(activity.time()),
                row,
                terms(activity),
                List.of(new Text(ActivityFields.CHANGES.column(), ChangesDocument.of(activity))));
    }

    private static List<Term> terms(Activity activity) {
        List<Term> terms = new ArrayList<>(32);
        for (ActivityColumns.Column column : ActivityColumns.ALL) {
            String value = column.value().apply(activity);
            if (value != null) {
                terms.add(FieldTerms.term(column.field(), value));
            }
        }
        List<Link> links = Link.of(activity);
        for (Link link : links) {
            addLink(link, terms);
        }
        for (String type : Link.repeatedTypes(links)) {
            terms.add(FieldTerms.term(ActivityFields.LINK_REPEATED, type));
        }
        for (FieldChange change : activity.changes()) {
            terms.add(FieldTerms.term(ActivityFields.CHANGED, change.field()));
        }
        for (String flag : ActivityValues.flags(activity)) {
            terms.add(FieldTerms.term(ActivityFields.FLAG, flag));
        }
        activity.labels().forEach((key, value) -> terms.add(FieldTerms.term(ActivityFields.label(key), value)));
        PresentationValues.of(ActivityValues.presentationData(activity))
                .forEach(value ->
                        terms.add(FieldTerms.term(ActivityFields.presentationData(value.key()), value.text())));
        return terms;
    }

    private static void addLink(Link link, List<Term> terms) {
        terms.add(FieldTerms.term(ActivityFields.LINK_TYPE, link.type()));
        terms.add(FieldTerms.term(ActivityFields.linkId(link.type()), link.id()));
        String name = link.name();
        if (name != null) {
            terms.add(FieldTerms.term(ActivityFields.linkName(link.type()), name));
        }
        Scalars.of(link.summary())
                .forEach((key, value) ->
                        terms.add(FieldTerms.term(ActivityFields.linkAttribute(link.type(), key), value)));
    }
}
