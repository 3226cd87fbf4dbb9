//! Pieces to show samples of pages with: one made-up request, as both sides meet it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    AddRow, AnswerRow, AnswerStep, AnswerTable, DayView, DocumentRow, FieldView, FileName, FileView, Line, MessageView,
    OptionView, RequestRow, RowView, Status, TaskName, TimeView, TimesView,
};
use crate::tongue::{Tongue, When};

/// The moment of the samples.
pub fn moment(tongue: &Tongue) -> When {
    tongue.moment(DateTime::<Utc>::from_timestamp(1_795_000_000, 0).unwrap_or_default())
}

/// The day of the samples.
pub fn day(tongue: &Tongue) -> When {
    tongue.date(NaiveDate::from_ymd_opt(2026, 11, 27).unwrap_or_default())
}

/// A status with each tag.
fn status(tongue: &Tongue, label: &str, tag: &'static str, turn: Option<&str>) -> Status {
    Status {
        label: label.to_owned(),
        explain: "Our quote is ready. It waits for the decision of an approver in your company.".to_owned(),
        tag,
        turn: turn.map(|key| tongue.say(key)),
        since: moment(tongue),
    }
}

/// Requests in each kind of status.
pub fn rows(tongue: &Tongue) -> Vec<RequestRow> {
    let row = |title: &str, reference: &str, status: Status| RequestRow {
        title: title.to_owned(),
        url: "/requests/1".to_owned(),
        reference: reference.to_owned(),
        kind: "Request a quote".to_owned(),
        organisation: "Alpha Logistics".to_owned(),
        project: (reference == "QUO-2B8N-T5XV").then(|| "New website".to_owned()),
        opened_by: "Claire Martin".to_owned(),
        owner: Some("Tom Weber".to_owned()),
        due: status.turn.as_ref().map(|_| day(tongue)),
        status,
        activity: moment(tongue),
    };
    let long = "Replacement of the boilers in the three halls of the site at Villeneuve-d’Ascq before winter";
    vec![
        row(
            "Cooling for the server room",
            "QUO-7F3K-9M2C",
            status(tongue, "Missing information", "client", Some("turn-client")),
        ),
        row(long, "QUO-2B8N-T5XV", status(tongue, "Processing", "team", Some("turn-team"))),
        row("Heating of the showroom", "QUO-Q1RD-44ZK", status(tongue, "Quote approved", "done", None)),
        row("Air curtain for the loading dock", "QUO-8WJ0-C6HP", status(tongue, "Refused", "refused", None)),
        row("A smaller pump", "QUO-M3SE-70AY", status(tongue, "Withdrawn", "withdrawn", None)),
    ]
}

/// A task that asks for documents, past its deadline.
pub fn provide(tongue: &Tongue) -> TaskName {
    TaskName {
        title: tongue.say("task-provide"),
        reason: Some("Please send us a plan of the site on which the rooms concerned are marked.".to_owned()),
        button: tongue.say("task-provide-button"),
        items: vec!["Site plan".to_owned(), "Company registration extract".to_owned()],
        progress: None,
        due: Some(day(tongue)),
        late: true,
    }
}

/// A task that asks for a decision.
pub fn approve(tongue: &Tongue) -> TaskName {
    TaskName {
        title: "Approve the quote".to_owned(),
        reason: Some("Please read the quote, then approve it or tell us what to change.".to_owned()),
        button: tongue.say("task-approve-button"),
        items: vec!["Quote".to_owned()],
        progress: None,
        due: Some(day(tongue)),
        late: false,
    }
}

/// A timeline, newest first.
pub fn lines(tongue: &Tongue) -> Vec<Line> {
    let line = |text: String, detail: Option<&str>, by: Option<&str>, big| Line {
        text,
        detail: detail.map(str::to_owned),
        by: by.map(str::to_owned),
        at: moment(tongue),
        big,
    };
    let with = |key: &str, name: &str, value: &str| tongue.say_with(key, &[(name, value.into())]);
    vec![
        line(with("event-moved", "status", "Missing information"), None, Some("Tom Weber"), true),
        line(
            with("event-task-opened", "task", "Site plan"),
            Some("The rooms must be marked."),
            Some("Tom Weber"),
            false,
        ),
        line(tongue.say("event-message"), None, Some("Tom Weber"), false),
        line(tongue.say("event-submitted"), None, Some("Claire Martin"), true),
    ]
}

/// A conversation, with a note for the team.
pub fn messages(tongue: &Tongue, note: bool) -> Vec<MessageView> {
    let message = |author: &str, body: &str, mine, note| MessageView {
        anchor: format!("message-{author}-{note}").replace(' ', "-"),
        author: author.to_owned(),
        body: body.to_owned(),
        at: moment(tongue),
        mine,
        note,
    };
    let mut all = vec![
        message(
            "Tom Weber",
            "Hello Claire,\nthe plan lacks the height of the ceiling. Could you add it?",
            false,
            false,
        ),
        message("Claire Martin", "Of course, you have it tomorrow.", true, false),
    ];
    if note {
        all.push(message("Nadia Benali", "Their last order was paid late; ask for a deposit.", false, true));
    }
    all
}

/// Documents of two kinds.
pub fn documents(tongue: &Tongue) -> Vec<DocumentRow> {
    let document = |title: &str, kind: &str, bytes, internal| DocumentRow {
        title: title.to_owned(),
        kind: kind.to_owned(),
        url: "/documents/1".to_owned(),
        size: tongue.size(bytes),
        added: day(tongue),
        internal,
        facts: vec![("Valid until".to_owned(), day(tongue).text)],
    };
    vec![
        document("quote-server-room.pdf", "Quote", 184_000, false),
        document("plan-of-the-ground-floor-with-all-rooms-final-version-2.png", "Site plan", 2_400_000, true),
    ]
}

/// What files may be.
pub fn limits(tongue: &Tongue) -> String {
    let args = [("families", "PDF".into()), ("size", tongue.size(25_000_000).into()), ("most", 3usize.into())];
    tongue.say_with("file-limits", &args)
}

/// Answers of two steps.
pub fn answers() -> Vec<AnswerStep> {
    let row = |label: &str, text: Option<&str>, files| AnswerRow {
        label: label.to_owned(),
        text: text.map(str::to_owned),
        files,
        table: None,
        change: Some("/drafts/1/steps/need#f-subject".to_owned()),
    };
    let file = FileName { name: "brief.pdf".to_owned(), size: "1.4\u{a0}MB".to_owned() };
    let step = |label: &str, rows| AnswerStep {
        label: label.to_owned(),
        change: Some("/drafts/1/steps/need".to_owned()),
        rows,
    };
    vec![
        step(
            "Your need",
            vec![
                row("Subject", Some("Cooling for the server room"), Vec::new()),
                row("What do you expect of us?", Some("Two units,\nquiet at night."), Vec::new()),
            ],
        ),
        step("Items", vec![AnswerRow { table: Some(table()), ..row("What do you need?", None, Vec::new()) }]),
        step("Documents", vec![row("Brief", None, vec![file]), row("To be finished by", None, Vec::new())]),
    ]
}

/// Two rows of a group.
fn table() -> AnswerTable {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    AnswerTable {
        row: "Item".to_owned(),
        heads: row(["Item", "Quantity", "Price"]),
        rows: vec![
            row(["Wall unit with a quiet night mode for the server room", "2", "€620.00"]),
            row(["Pipes", "14", "€8.50"]),
        ],
        numbers: vec![false, true, true],
    }
}

/// A field of each shape; with what is wrong, if asked.
pub fn fields(tongue: &Tongue, wrong: bool) -> Vec<FieldView> {
    let field = |id: &str, shape: &'static str, input: &'static str, label: &str| FieldView {
        fault: wrong.then(|| tongue.say_with("fault-required", &[("field", label.into())])),
        ..FieldView::blank(id, shape, input, label.to_owned())
    };
    let option = |id: &str, n: usize, label: &str| OptionView {
        id: if n == 0 { format!("f-{id}") } else { format!("f-{id}-{n}") },
        value: format!("o{n}"),
        label: label.to_owned(),
        checked: n == 1,
    };
    let kinds = ["A new installation", "A maintenance contract", "A change to an existing contract"];
    let options =
        |id: &str, labels: &[&str]| labels.iter().enumerate().map(|(n, label)| option(id, n, label)).collect();
    let hint = Some("A few words, such as “Cooling for the server room”".to_owned());
    let file = FileView { name: "brief.pdf".to_owned(), size: tongue.size(1_400_000), remove: "brief:1".to_owned() };
    vec![
        FieldView { fault: None, ..field("note", "info", "text", "Prices are without tax.") },
        FieldView { hint, ..field("subject", "line", "text", "Subject") },
        FieldView {
            options: options("kind", &kinds),
            controls: true,
            ..field("kind", "choice", "radio", "What is it about?")
        },
        FieldView { options: options("rooms", &kinds), ..field("rooms", "choices", "checkbox", "Which rooms?") },
        FieldView {
            optional: true,
            fault: None,
            unit: Some("EUR".to_owned()),
            value: "12500".to_owned(),
            ..field("budget", "number", "text", "Budget")
        },
        FieldView { autocomplete: Some("tel".to_owned()), ..field("phone", "line", "tel", "Phone number") },
        field("start", "line", "date", "Wished start"),
        field("details", "lines", "text", "What do you expect of us?"),
        FieldView {
            files: vec![file],
            limits: Some(limits(tongue)),
            accept: ".pdf".to_owned(),
            room: true,
            several: true,
            optional: true,
            ..field("brief", "files", "file", "Brief")
        },
        FieldView { autocomplete: None, ..field("visit", "line", "datetime-local", "When may we come?") },
        FieldView { times: Some(times(tongue, wrong)), ..field("call", "times", "radio", "When may we call?") },
        FieldView {
            times: Some(TimesView { about: tongue.say("times-none"), near: Vec::new(), none: None, days: Vec::new() }),
            fault: None,
            ..field("tour", "times", "radio", "When do you visit us?")
        },
        FieldView {
            parts: [
                ("street", "lines", "address-street"),
                ("postal_code", "line", "address-postal-code"),
                ("city", "line", "address-city"),
            ]
            .map(|(part, shape, key)| FieldView {
                autocomplete: (part == "postal_code").then(|| "postal-code".to_owned()),
                ..FieldView::blank(&format!("site.{part}"), shape, "text", tongue.say(key))
            })
            .into(),
            ..field("site", "parts", "text", "Where is it?")
        },
        FieldView {
            options: options("contact", &["Claire Martin", "Aline Roche"]),
            ..field("contact", "select", "text", "Whom shall we call?")
        },
        FieldView {
            options: options("reach", &["By phone", "By mail", &tongue.say("answer-other")]),
            parts: vec![FieldView::blank("reach.other", "line", "text", tongue.say("answer-other-words"))],
            ..field("reach", "choice", "radio", "How do we reach you?")
        },
        group(tongue, wrong),
        FieldView {
            fault: None,
            value: "€1,240.00".to_owned(),
            computed: true,
            ..field("total", "fixed", "text", "Total")
        },
        FieldView {
            options: options("terms", &["I may ask for quotes in the name of my company."]),
            ..field("terms", "confirm", "checkbox", "I may ask for quotes in the name of my company.")
        },
    ]
}

/// A question for a time that belongs to no form.
pub fn time(tongue: &Tongue, gone: bool) -> FieldView {
    let fault = gone.then(|| tongue.say_with("fault-not-free", &[("field", "Call".into())]));
    FieldView {
        times: Some(times(tongue, gone)),
        fault,
        ..FieldView::blank("time", "times", "radio", "Call".to_owned())
    }
}

/// Free times of two days; with those nearby, when one is gone.
fn times(tongue: &Tongue, gone: bool) -> TimesView {
    let day = |number: u32| NaiveDate::from_ymd_opt(2026, 11, 30 - number).unwrap_or_default();
    let time = |among: &str, number: u32, label: &str| TimeView {
        id: format!("f-call-{among}-{number}-{label}"),
        value: format!("{}T{label}:00Z", day(number)),
        day: tongue.weekday(day(number)),
        label: label.to_owned(),
        checked: !gone && label == "10:30",
    };
    let view = |number: u32| DayView {
        id: format!("f-call-day-{number}"),
        label: tongue.weekday(day(number)),
        count: tongue.say_with("times-free", &[("count", 3u32.into())]),
        open: number == 0,
        times: ["09:00", "10:30", "14:00"].map(|label| time("at", number, label)).into(),
    };
    let half = chrono::TimeDelta::minutes(30);
    let about = [("length", super::field::length(half, tongue).into()), ("zone", "Europe/Paris".into())];
    let near = ["11:00", "11:30"].map(|label| time("near", 0, label));
    TimesView {
        about: tongue.say_with("times-about", &about),
        near: if gone { near.into() } else { Vec::new() },
        none: (!gone).then_some(false),
        days: vec![view(0), view(1)],
    }
}

/// A group with two rows.
fn group(tongue: &Tongue, wrong: bool) -> FieldView {
    let row = |number: usize| {
        let cell = |id: &str, shape: &'static str, label: &str, value: &str| FieldView {
            value: value.to_owned(),
            ..FieldView::blank(&format!("items.{number}.{id}"), shape, "text", label.to_owned())
        };
        let text = tongue.say_with("fault-required", &[("field", "Item".into())]);
        let name = FieldView { fault: (wrong && number == 1).then_some(text), ..cell("name", "line", "Item", "") };
        let price = FieldView { unit: Some("EUR".to_owned()), ..cell("price", "number", "Price", "620") };
        RowView {
            id: format!("f-items.{number}"),
            label: format!("Item\u{a0}{}", number + 1),
            listing: ("items#".to_owned(), number.to_string()),
            shown: (format!("items.{number}#"), "name,quantity,price".to_owned()),
            fields: vec![name, cell("quantity", "number", "Quantity", "1"), price],
            remove: format!("items.{number}"),
        }
    };
    FieldView {
        rows: vec![row(0), row(1)],
        add: Some(AddRow {
            label: tongue.say_with("row-add", &[("row", "Item".into())]),
            value: "items".to_owned(),
            anchor: "f-items.2".to_owned(),
        }),
        ..FieldView::blank("items", "group", "text", "What do you need?".to_owned())
    }
}

/// A step on which the form ends.
pub fn stopped() -> Vec<FieldView> {
    let budget = FieldView { value: "300".to_owned(), ..FieldView::blank("budget", "number", "text", "Budget".into()) };
    let label = "Below 500 euros our price list says everything: you can order there at once.".to_owned();
    vec![budget, FieldView::blank("small", "stop", "text", label)]
}
