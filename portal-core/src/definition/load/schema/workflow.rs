//! The shapes of tasks, statuses and moves.

use serde_json::Value;

use super::super::statuses::{ENDS, WAITS};
use super::shape::{by_id, cases, flag, key, known, list, need, number, of, one_or_list, shape, words};

pub(super) fn definitions() -> Vec<(&'static str, Value)> {
    vec![
        (
            "workflow",
            shape(
                "A workflow",
                vec![
                    need("statuses", by_id(&of("status")), "By id; a request starts in the first."),
                    need(
                        "moves",
                        by_id(&of("move")),
                        "By id; of several that could go by themselves the first is taken.",
                    ),
                ],
            ),
        ),
        (
            "status",
            shape(
                "A status",
                vec![
                    key("label", of("text"), "In the client's words."),
                    key("team_label", of("text"), "In the team's words."),
                    key("explain", of("phrase"), "What it means for the client."),
                    key("waits_for", words(WAITS.map(|(word, _)| word)), "Who must act."),
                    key("final", words(ENDS.map(|(word, _)| word)), "How it ends here."),
                    key("shown_as", of("id"), "The status whose words the client reads instead."),
                    key("due", cases(&of("deadline")), "How long it should last at most, or until when."),
                    key("editable", flag(), "Whether the client may still change the answers; default: false."),
                    key("opens", one_or_list(&of("id")), "The tasks that it opens."),
                ],
            ),
        ),
        (
            "move",
            shape(
                "A move",
                vec![
                    key("label", of("text"), "What stands on the button."),
                    need(
                        "from",
                        one_or_list(&known(["open"])),
                        "The statuses it leaves; `open`: all that are not final.",
                    ),
                    need("to", of("id"), "The status it enters."),
                    key("by", of("who"), "Who makes it by hand."),
                    key(
                        "on",
                        known(["tasks_done", "late", "message"]),
                        "What makes it go by itself: tasks_done, TASK.done, TASK.refused, late, message, `after 7 days`, \
                         CONNECTOR.WORD.",
                    ),
                    key("when", of("condition"), "Only when this holds."),
                    key(
                        "needs",
                        one_or_list(&known(["comment", "note", "reason", "tasks"])),
                        "What must be given by hand.",
                    ),
                    key("shares", one_or_list(&of("id")), "The kinds of document that it makes visible."),
                    key("opens", one_or_list(&of("id")), "The tasks that it opens in the status it enters."),
                    key(
                        "owner",
                        cases(&known(["actor", "least_busy", "nobody"])),
                        "Who works it from then on: whoever makes it, whoever has least to do, nobody, or a path to a person.",
                    ),
                    key("within", of("duration"), "How long after entering `from` it may still be made."),
                ],
            ),
        ),
        (
            "task",
            shape(
                "A task",
                vec![
                    key("provide", one_or_list(&of("id")), "Hand in documents of these kinds."),
                    key("answer", list(&of("field")), "Answer these fields."),
                    key("correct", one_or_list(&of("id")), "Correct the answers to these fields of the form."),
                    key("approve", of("id"), "Approve the latest document of this kind, or the `request`."),
                    key(
                        "read",
                        one_or_list(&of("id")),
                        "Read these resources, or the shared documents of these kinds.",
                    ),
                    key("reply", of("text"), "Answer this question in one's own words."),
                    key("book", cases(&of("id")), "Choose a time of these slots."),
                    key("do", of("text"), "Do this, and tick it."),
                    key("label", of("text"), "What to do, in a few words."),
                    key("reason", of("phrase"), "Why, in a sentence."),
                    key("by", of("who"), "Who may do it; default: clients who may."),
                    key("due", cases(&of("deadline")), "By when."),
                    key("when", of("condition"), "Whether it is needed at all: asked when it would open."),
                    key("after", one_or_list(&of("id")), "The tasks that must be done before it opens."),
                    key("required", flag(), "Whether the status waits for it; default: true."),
                    key("checked", flag(), "Whether the team accepts each part, or gives it back; default: false."),
                    key("quorum", number(), "How many different people must approve; default: 1."),
                    key("stays", flag(), "Whether it outlives the status it opened in."),
                    key("client_sees", flag(), "Whether the client sees a task of the team; default: false."),
                ],
            ),
        ),
    ]
}
