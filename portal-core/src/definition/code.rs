//! The one table of what can be wrong with a definition: stable codes, each with a title and a remedy.

use super::Severity;

/// A kind of fault. Its id never changes its meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Such as `PD007`.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// How to mend it, in a sentence.
    pub remedy: &'static str,
    /// Whether it stops the definition.
    pub severity: Severity,
}

impl Code {
    /// Whether it judges what could be read whole: a definition with such a fault can be loaded, and would serve somebody
    /// badly. Only these may be added or sharpened without breaking definitions that are stored already.
    pub fn judges(&self) -> bool {
        judges(self.id)
    }
}

/// [`Code::judges`] by id.
pub(super) fn judges(id: &str) -> bool {
    JUDGEMENTS.iter().any(|code| code.id == id)
}

const JUDGEMENTS: &[&Code] = &[
    &CONTRAST,
    &UNREACHABLE,
    &NO_EXIT,
    &NO_DATE,
    &NOTHING_TO_DO,
    &NOT_PERMITTED,
    &REFUSAL,
    &NO_PURPOSE,
    &CANNOT_FIRE,
    &NEVER_GOES,
    &NOT_SHARED,
    &NO_END,
    &UNUSED,
    &NOBODY_YET,
    &TASK_CYCLE,
    &QUORUM,
    &NOT_SEEN,
    &UNSEEN,
    &NO_PROJECT,
    &ALWAYS_STOPS,
    &TEXT_NAME,
    &TEXT_BRACES,
    &NO_NAMES,
    &TEXT_HIDDEN,
    &TEMPLATE,
];

/// Declares the codes and the table of them all, so that neither can lack one.
macro_rules! codes {
    ($($name:ident $severity:ident $id:literal $title:literal $remedy:literal)+) => {
        $(pub(super) const $name: Code =
            Code { id: $id, title: $title, remedy: $remedy, severity: Severity::$severity };)+
        /// All codes, in order.
        pub const CODES: &[Code] = &[$($name),+];
    };
}

codes! {
    NOT_TEXT Error "PD001" "Not a text file"
        "Save the file as UTF-8 text of at most 1 MB."
    SYNTAX Error "PD002" "Not YAML"
        "Mend the indentation, bracket or quote; a text with `: `, or a condition that does not begin with a name, stands in quotes."
    TAG Error "PD003" "Tag"
        "Remove the tag; a condition that begins with `!` stands in quotes: '!has(x)'."
    ANCHOR Error "PD004" "Anchor or alias"
        "Write the value out where it is needed; a text that begins with `&` or `*` stands in quotes."
    DUPLICATE_KEY Error "PD005" "Key given twice"
        "Keep one of the two."
    NOTHING_AFTER Error "PD006" "Nothing after a key"
        "Write a value, or remove the key to take its default."
    CUT_OFF Error "PD007" "Text cut off by YAML"
        "Put it in quotes: inside `{…}` a comma, a bracket or `: ` ends a text without quotes."
    SHAPE Error "PD008" "Another kind of value is expected"
        "Look the key up in the reference and write the value in the shape named there."
    UNKNOWN_KEY Error "PD009" "Unknown key"
        "Remove it, or look up how it is spelt."
    NOT_YET Error "PD010" "Not supported yet"
        "Remove it; this version would not act on it."
    MISSING_KEY Error "PD011" "Key missing"
        "Add the key."
    FILE Error "PD012" "File missing or out of place"
        "A folder has `portal.yaml`, at least one `requests/<id>.yaml`, and perhaps `documents.yaml` and `demo.yaml`."
    ID_SHAPE Error "PD013" "Not an id"
        "Begin with a small letter, go on with small letters, digits and `_`; at most 40 characters."
    RESERVED Error "PD014" "Reserved word"
        "Choose another id; this one has a meaning of its own."
    DUPLICATE_ID Error "PD015" "Id given twice"
        "Give each its own id."
    VALUE Error "PD016" "Value out of range"
        "Write one of the values named in the reference."
    UNKNOWN_NAME Error "PD017" "Unknown name"
        "Name something that the definition has, or define it."
    MISSING_LOCALE Error "PD018" "Text missing in a locale"
        "Add the text in that locale."
    UNKNOWN_LOCALE Error "PD019" "Unknown locale"
        "Add the locale to `locales`, or remove the text."
    ONE_LANGUAGE Warning "PD020" "One text for several locales"
        "Write one text per locale, such as {en: Quote, fr: Devis}."
    CONTRAST Error "PD021" "Contrast too low"
        "Choose a darker accent: text on it needs 4.5:1 against white (WCAG 2.2, 1.4.3)."
    NEVER_OPEN Error "PD022" "Calendar without an open day"
        "Give it open hours on a day that is no holiday, or no deadline could end."
    TOGETHER Error "PD023" "Keys that do not go together"
        "Keep one of them."
    UNREACHABLE Error "PD024" "Status that is never reached"
        "Add a move that leads to it, or remove it."
    NO_EXIT Error "PD025" "Open status without a way out"
        "Add a move from it by a person or on a task, or make it `final`."
    NOTHING_TO_DO Error "PD026" "Waits for the client, who can do nothing"
        "Open a required client task there, enter it only by moves that need tasks, or give the client a move."
    NOT_PERMITTED Error "PD027" "Role without the permission"
        "Give the role the permission in `roles`, or remove it here: a list narrows what permissions allow and never widens it."
    REFUSAL Error "PD028" "Refusal that leads nowhere"
        "Add a move from the status with `on: TASK.refused`."
    NO_PURPOSE Error "PD029" "Personal data without a purpose"
        "Say in `purpose` why it is asked, or mark the field `personal: false`."
    IMPOSSIBLE Error "PD030" "Field that cannot be answered"
        "Loosen the field's bounds, or make it `required: false`."
    CANNOT_FIRE Error "PD031" "Rule that can never fire"
        "Choose an event that happens and people it concerns."
    START_FINAL Error "PD032" "Ended from the start"
        "Put an open status first: a request starts in the first one."
    NEVER_GOES Error "PD033" "Move that can never go"
        "Let a status in `from` open the task, or move by hand with `by`."
    NOT_SHARED Error "PD034" "Approval of what the client cannot see"
        "Add `shares` with the kind to each move that leads there."
    CASES Error "PD035" "Cases that leave a gap"
        "Write `[{when: CONDITION, use: VALUE}, {use: VALUE}]`: each case has a `when`, but the last."
    NO_DATE Error "PD036" "Waits for a date that is not named"
        "Give the status a `due`: a duration, a date of the form, a time that was booked."
    NO_END Error "PD040" "Personal data without an end"
        "Say in `keep` for how long it is kept, or mark it `personal: false`."
    UNUSED Warning "PD041" "Permission that nothing uses"
        "Remove it from the role, or let something in the definition ask for it."
    NOBODY_YET Error "PD050" "Somebody of a request, where there is none yet"
        "Name a side, a role or a person of the organisation."
    NO_PERSON Error "PD051" "Path that leads to no such person"
        "Name a field of type `person` that is known here: `answer.FIELD`, `project.FIELD` or `organisation.FIELD`."
    NO_DAY Error "PD052" "Not a day that is known"
        "Write a duration such as `3 business days`, or name a date, a moment, a slot, a task that books, or `document.KIND.FIELD`."
    TASK_CYCLE Error "PD053" "Tasks that wait for one another"
        "Take one of them out of `after`."
    QUORUM Error "PD054" "More approvals than people"
        "Lower `quorum`, or name a role or a side in `by`."
    NOT_SEEN Error "PD055" "Asked of somebody who does not see it"
        "Name them in the `seen_by` of the kind or the request type, or name somebody who sees it."
    BY_PATH Error "PD056" "Sight that would go by an answer"
        "Name a side, a role, `requester` or `owner`: who sees a request or a kind of document is known by these alone."
    UNSEEN Error "PD057" "Requests that their own people would not see"
        "Name in the type's `seen_by` whoever opens them (`requester`), and a role of the team that works them."
    NO_PROJECT Error "PD058" "Opened in a project, and belongs to none"
        "Say `project: optional` or `project: required` in the request type, or take it out of `opens`."
    ALWAYS_STOPS Error "PD060" "Form that always stops"
        "Say with `show_when` whom the stop is for."
    IN_ROWS Error "PD061" "Not for the rows of a group"
        "Ask it beside the group."
    TOO_MUCH Error "PD070" "More than a definition may hold"
        "Split it: a list or map has at most 1,000 entries, a form at most 500 fields."
    MORE_FAULTS Error "PD071" "More faults than are told"
        "Mend those above and check again."
    TEXT_NAME Error "PD080" "Name that texts do not know here"
        "Write one of the names that are known there, such as `requester.first_name` or `answer.FIELD`."
    TEXT_BRACES Error "PD081" "Braces without a name"
        "Write two braces, one name, two braces: `{{ requester.first_name }}`. A text neither calculates nor decides."
    NO_NAMES Error "PD082" "Name in a text that takes none"
        "Names may stand in `explain`, `reason`, `subject`, `intro`, and in the `text` of replies and reasons."
    TEXT_HIDDEN Error "PD083" "Name of what not every reader may see"
        "Leave it out, or let all who read the text see the answer: without `seen_by`, and for a field or a task of the team with `client_sees: true`."
    TEMPLATE Error "PD090" "Template that cannot be shown"
        "Mend the line, or begin again with the shipped one: `portal templates export FOLDER`."
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_stand_in_order_and_each_has_its_own_number() {
        assert!(CODES.iter().all(|code| code.id.len() == 5 && code.id.starts_with("PD")));
        assert!(CODES.is_sorted_by(|before, after| before.id < after.id));
    }
}
