//! What `portal.yaml` says in full, and its defaults.

#[path = "support/folder.rs"]
mod folder;

use chrono::TimeDelta;
use portal_core::{
    definition::{
        Action, Ahead, Amount, Ask, Assignee, BelongsTo, Cases, ChannelKind, ChannelPlace, Condition, Day, Deadline,
        Definition, Duration, Expect, Expectation, InProject, Keep, KeepFrom, KeepThen, Measure, PersonPath,
        PlayedDocument, PlayedStep, Recipient, Reminders, ResourceContent, Retention, Satisfaction, SessionProfile,
        SignIn, Slot, Source, Text, Trigger, Unit, Warn, Who, WhoWord, Written, demo, load, scripts,
    },
    form::FieldType,
    id::Id,
    identity::Side,
};

/// The sound folder `base`, with one that says everything of its files over it.
fn sources(name: &str) -> Vec<Source> {
    folder::over("base", name)
}

fn whole() -> Definition {
    load(&sources("portal")).unwrap_or_else(|faults| panic!("{faults}")).0
}

fn plain() -> Definition {
    load(&sources("base")).unwrap_or_else(|faults| panic!("{faults}")).0
}

/// The same definition with a form of one field more, whose requests may belong to projects.
fn asks(field: &str) -> Result<(), String> {
    let mut sources = sources("portal");
    let request = sources.iter_mut().find(|source| source.path == "requests/help.yaml").expect("it is there");
    request.bytes.extend_from_slice(format!("\n  - {field}\nproject: optional\n").as_bytes());
    load(&sources).map(drop).map_err(|faults| faults.to_string())
}

#[test]
fn a_slot_says_where_how_long_and_until_when_and_is_silent_about_the_rest() {
    let slots = whole().slots;
    let call = Slot {
        label: Text::from("Call"),
        calendar: Id::from("weekend"),
        length: TimeDelta::hours(1),
        every: TimeDelta::minutes(30),
        places: 2,
        notice: Some(Duration { count: 1, unit: Unit::BusinessDays }),
        ahead: Duration { count: 6, unit: Unit::Weeks },
        hold: TimeDelta::minutes(10),
        change_until: Some(Duration { count: 1, unit: Unit::Days }),
    };
    assert_eq!(slots["call"], call);
    let visit = Slot {
        label: Text::from("Visit"),
        calendar: Id::from("office"),
        length: TimeDelta::hours(2),
        every: TimeDelta::hours(2),
        places: 1,
        notice: Some(Duration { count: 4, unit: Unit::Hours }),
        ahead: Duration { count: 8, unit: Unit::Weeks },
        hold: TimeDelta::minutes(15),
        change_until: Some(Duration { count: 4, unit: Unit::Hours }),
    };
    assert_eq!(slots["visit"], visit);
}

#[test]
fn attributes_are_known_with_their_types_and_who_may_edit_them() {
    let attributes = whole().attributes;
    let manager = &attributes.organisation["manager"];
    assert!(matches!(manager.field.field_type, FieldType::Person { side: Side::Team }));
    assert_eq!(manager.edited_by, Who(vec![WhoWord::Side(Side::Team)]));
    let sites = &attributes.organisation["sites"];
    assert!(matches!(sites.field.field_type, FieldType::List));
    assert_eq!(sites.edited_by, Who(vec![WhoWord::Role("client_admin".into()), WhoWord::Side(Side::Team)]));
    assert_eq!(attributes.host.keys().map(Id::as_str).collect::<Vec<_>>(), ["contracts", "credit"]);
}

#[test]
fn conditions_know_attributes_and_the_fields_of_projects() {
    for condition in [
        "organisation.tier == 'gold'",
        "'Paris' in organisation.sites",
        "has(organisation.manager)",
        "host.credit > 500",
        "organisation.manager == project.approver",
        "project.kind == 'website'",
        "project.size == null",
    ] {
        let field = format!("{{id: more, label: More, show_when: {:?}}}", condition.replace('\'', "\u{22}"));
        assert_eq!(asks(&field), Ok(()), "{condition}");
    }
    for (condition, code) in [
        ("organisation.tier == 'silver'", "PC009"),
        ("host.credit == 'much'", "PC008"),
        ("organisation.manager < project.approver", "PC008"),
        ("host.tier == 'gold'", "PC005"),
        ("project.kind == 'house'", "PC009"),
    ] {
        let field = format!("{{id: more, label: More, show_when: {:?}}}", condition.replace('\'', "\u{22}"));
        assert!(asks(&field).expect_err("it is broken").contains(code), "{condition}");
    }
}

#[test]
fn a_portal_without_kinds_of_project_has_one_and_lists_keep_their_order() {
    assert_eq!(plain().projects.keys().map(Id::as_str).collect::<Vec<_>>(), ["project"]);
    let whole = whole();
    assert_eq!(whole.projects["website"].fields.len(), 2);
    assert_eq!(whole.lists["region"].iter().map(|option| option.id.as_str()).collect::<Vec<_>>(), ["north", "south"]);
}

#[test]
fn how_the_portal_deals_with_people_is_said_or_takes_its_default() {
    let (whole, plain) = (whole(), plain());
    let second = |words: &[WhoWord]| Who(words.to_vec());
    let team = WhoWord::Side(Side::Team);
    let usual = SignIn {
        password: true,
        magic_link: false,
        second_factor: second(std::slice::from_ref(&team)),
        session: SessionProfile::Standard,
    };
    assert_eq!(plain.sign_in, usual);
    let said = SignIn {
        password: true,
        magic_link: true,
        second_factor: second(&[team, WhoWord::Role("client_admin".into())]),
        session: SessionProfile::Confidential,
    };
    assert_eq!(whole.sign_in, said);
    let business = |count| Duration { count, unit: Unit::BusinessDays };
    assert_eq!(plain.reminders, Reminders { before: vec![business(2)], after: vec![business(1), business(5)] });
    let day = Duration { count: 1, unit: Unit::Days };
    assert_eq!(whole.reminders, Reminders { before: vec![business(2), day], after: Vec::new() });
    let months = |count| Duration { count, unit: Unit::Months };
    let asked = |of: &Satisfaction| (of.ask, of.scale, of.comment, of.at_most_every, of.question.is_some());
    assert_eq!(asked(&plain.satisfaction), (Ask::Done, 5, true, months(1), false));
    assert_eq!(asked(&whole.satisfaction), (Ask::Closed, 10, false, months(2), true));
}

#[test]
fn what_is_kept_ends_after_its_time() {
    let (months, years) =
        (|count| Duration { count, unit: Unit::Months }, |count| Duration { count, unit: Unit::Years });
    let (whole, plain) = (whole(), plain());
    let usual = Retention {
        drafts: months(3),
        requests: months(12),
        documents: years(5),
        accounts: years(2),
        audit: months(12),
    };
    assert_eq!(plain.retention, usual);
    let said =
        Retention { drafts: months(1), requests: years(2), documents: years(10), accounts: years(3), audit: months(6) };
    assert_eq!(whole.retention, said);
    let keep = |period, from, then| Keep { period, from, then };
    assert_eq!(whole.requests["help"].keep, keep(Some(years(2)), KeepFrom::End, KeepThen::Erase));
    assert_eq!(whole.kinds["attachment"].keep, keep(Some(years(10)), KeepFrom::Shared, KeepThen::Erase));
    assert_eq!(whole.kinds["brief"].keep, keep(Some(years(2)), KeepFrom::Shared, KeepThen::Erase));
    assert_eq!(whole.kinds["quote"].keep, keep(Some(years(5)), KeepFrom::End, KeepThen::Archive));
    assert_eq!(whole.kinds["guide"].keep, keep(None, KeepFrom::Shared, KeepThen::Erase));
}

#[test]
fn channels_connectors_and_measures_are_known() {
    let whole = whole();
    let chat = ChannelPlace { kind: ChannelKind::Slack, secret: "SALES_CHAT".into() };
    assert_eq!(whole.channels["sales_chat"], chat);
    assert_eq!(whole.connectors["crm"].url, "https://crm.durand.example/api");
    let business = |count| Amount::Time(Duration { count, unit: Unit::BusinessDays });
    let time = Expectation { baseline: Some(business(6)), warn: Some(Warn::Above(business(4))) };
    assert_eq!(whole.measures[&Measure::ProcessingTime], time);
    let share = Expectation { baseline: None, warn: Some(Warn::Below(Amount::Percent(60.into()))) };
    assert_eq!(whole.measures[&Measure::PortalShare], share);
    assert_eq!(whole.measures[&Measure::ActivePeople].baseline, Some(Amount::Number(20.into())));
}

#[test]
fn a_type_says_what_a_connector_is_told_and_changes_what_is_asked_after_the_end() {
    let quote = &whole().requests["quote"];
    let told = &quote.sync["crm"];
    assert_eq!(told.on, ["request.submitted", "request.closed", "task.done"]);
    assert_eq!(told.when.as_ref().map(Condition::source), Some("budget >= 1000"));
    let sent: Vec<_> = told.send.iter().map(|(name, value)| (name.as_str(), value.source())).collect();
    assert_eq!(sent, [("name", "subject"), ("amount", "budget * 2"), ("status", "request.status")]);
    let asked = quote.satisfaction.as_ref().expect("its own");
    assert_eq!((asked.ask, asked.scale), (Ask::Done, 10), "what it does not say is the portal's");
    assert_eq!(asked.question.as_ref().map(|text| text.get("en")), Some("Was the quote clear?"));
    assert!(whole().requests["visit"].satisfaction.is_none(), "the portal's counts");
}

#[test]
fn a_role_begins_like_another_and_gains_and_loses() {
    use portal_core::identity::{Permission as P, Reach};
    let whole = whole();
    let can = |role: &str, permission: P| whole.roles[role].can.get(&permission).copied();
    assert_eq!(can("validator", P::RequestApprove), Some(Reach::Organisation));
    assert_eq!(can("validator", P::RequestOpen), Some(Reach::Own));
    assert_eq!(can("seller", P::RequestView), Some(Reach::Queues));
    assert_eq!(can("seller", P::RequestProcess), Some(Reach::Own));
    assert_eq!(can("seller", P::RequestExport), None);
    assert_eq!(can("seller", P::PeopleView), Some(Reach::All));
    assert_eq!(whole.roles["guest"].can, [(P::RequestView, Reach::Projects)].into());
    assert_eq!(can("team_member", P::DocumentRemove), Some(Reach::All));
    assert_eq!(whole.roles["team_admin"].can.len(), P::ALL.len());
}

#[test]
fn a_kind_of_document_says_whose_it_is_and_until_when_it_holds() {
    let whole = whole();
    let quote = &whole.kinds["quote"];
    assert_eq!(quote.expires, Some("valid_until".into()));
    assert_eq!((quote.belongs_to, quote.starts_internal, quote.accepts_links), (BelongsTo::Request, true, false));
    let mandate = &whole.kinds["mandate"];
    assert_eq!((mandate.model.as_deref(), mandate.personal), (Some("models/mandate.pdf"), true));
    assert_eq!(
        (mandate.added_by.as_slice(), &mandate.adders),
        ([Side::Client].as_slice(), &Who(vec![WhoWord::Requester]))
    );
    assert!(whole.kinds["guide"].accepts_links);
    assert_eq!(whole.resources["basics"].content, ResourceContent::File("resources/basics.pdf".into()));
    assert!(whole.resources["tour"].offered_when.is_some());
    assert_eq!(whole.branding.logo.as_deref(), Some("brand/logo.svg"));
    assert_eq!(whole.branding.replies.as_deref(), Some("desk@durand.example"));
}

#[test]
fn a_rule_says_when_to_whom_through_what_and_in_which_words() {
    let rules = whole().rules;
    let hour = Duration { count: 1, unit: Unit::Hours };
    assert_eq!(rules["status_changed"].merge, Some(hour));
    assert!(!rules.contains_key("document_available"));
    let late = &rules["late"];
    assert_eq!(late.to, [Recipient::Doers, Recipient::Owner, Recipient::Role("team_admin".into())]);
    assert_eq!(late.through.iter().map(Id::as_str).collect::<Vec<_>>(), ["mail", "sales_chat"]);
    assert!(late.always && late.mails());
    let settled = &rules["settled"];
    assert_eq!(settled.to, [Recipient::Role("client_admin".into()), Recipient::Person("organisation.manager".into())]);
    assert!(settled.always && settled.subject.is_some() && settled.intro.is_some());
    assert!(!rules["chatter"].mails() && rules["chatter"].to.is_empty());
    assert_eq!(rules["letter"].template.as_deref(), Some("letter"));
    let before = |count, unit, of: &str| Ahead { by: Duration { count, unit }, of: of.to_owned() };
    let soon = [before(1, Unit::Days, "needed"), before(2, Unit::Weeks, "document.quote.valid_until")];
    assert_eq!(rules["soon"].before, soon);
    assert_eq!(rules["soon"].request_type, Some("quote".into()));
}

#[test]
fn a_request_type_says_when_it_exists_where_it_begins_who_works_it_and_by_when() {
    let definition = whole();
    let visit = &definition.requests["visit"];
    assert_eq!(visit.offered_when.as_ref().map(Condition::source), Some("organisation.tier != \"closed\""));
    assert_eq!(visit.project, InProject::Optional);
    let manager = PersonPath { path: "organisation.manager".to_owned(), side: Side::Team };
    let owners: Vec<&Assignee> = visit.owner.values().collect();
    assert_eq!(owners, [&Assignee::LeastBusy, &Assignee::Person(manager)]);
    assert_eq!(visit.start.values().map(Id::as_str).collect::<Vec<_>>(), ["received", "to_validate"]);
    let hours = Deadline::In(Duration { count: 4, unit: Unit::BusinessHours });
    let before = Some(Duration { count: 1, unit: Unit::Days });
    let due: Vec<Deadline> = visit.due.iter().flat_map(Cases::values).cloned().collect();
    assert_eq!(due, [hours, Deadline::At { before, what: "day".to_owned() }]);
    assert!(visit.statuses["received"].editable && !visit.statuses["processing"].editable);
    assert_eq!(visit.replies["thanks"].text.written("en"), "Thank you.");
}

#[test]
fn a_task_of_each_kind_says_what_is_asked_of_whom() {
    let definition = whole();
    let task = |id: &str| definition.requests["visit"].tasks[id].clone();
    assert!(matches!(task("validate").action, Action::ApproveRequest) && task("validate").quorum == 2);
    assert!(matches!(task("papers").action, Action::Provide(kinds) if kinds.len() == 2) && task("papers").checked);
    assert!(matches!(task("more").action, Action::Answer(fields) if fields[0].id == "floor"));
    assert!(task("more").when.is_some());
    assert!(matches!(task("again").action, Action::Correct(fields) if fields == ["day"]) && !task("again").required);
    assert!(matches!(task("rules").action, Action::Read(what) if what == ["basics", "guide"]) && task("rules").stays);
    let guide = PersonPath { path: "answer.guide".to_owned(), side: Side::Client };
    assert_eq!(task("rules").by, Who(vec![WhoWord::Path(guide)]));
    assert!(matches!(task("door").action, Action::Reply(_)) && task("door").after == ["rules"]);
    assert!(matches!(task("hour").action, Action::Book(slots) if slots.values().count() == 2));
    assert!(matches!(task("badge").action, Action::Do(_)));
    assert_eq!((task("badge").side, task("badge").audience), (Side::Team, Side::Client));
}

#[test]
fn a_move_goes_by_a_message_a_connector_lateness_or_time() {
    let definition = whole();
    let on = |id: &str| definition.requests["visit"].moves[id].on.clone();
    assert_eq!((on("wake"), on("lapse")), (Some(Trigger::Message), Some(Trigger::Late)));
    assert_eq!(on("forget"), Some(Trigger::After(Duration { count: 6, unit: Unit::Weeks })));
    let (connector, word) = (Id::from("crm"), "Answered".to_owned());
    assert_eq!(on("told"), Some(Trigger::Connector { connector, word }));
    let take = &definition.requests["visit"].moves["take"];
    assert_eq!(take.opens, ["again"]);
    assert!(!take.owner_is_actor() && take.owner.is_some());
}

#[test]
fn a_project_opens_requests_with_their_first_answers() {
    let opening = &whole().projects["website"].opens[0];
    assert_eq!((opening.request.as_str(), opening.due), ("quote", Some(Duration { count: 3, unit: Unit::Weeks })));
    let later = Day::After(Duration { count: 10, unit: Unit::Days });
    assert_eq!(opening.answers["subject"], Written::Text("First quote".into()));
    assert_eq!(opening.answers["needed"], Written::Day(later));
}

#[test]
fn the_demo_knows_attributes_by_their_types_queues_and_what_is_played() {
    let demo = demo(&sources("portal")).unwrap_or_else(|faults| panic!("{faults}")).expect("it is there");
    let alpha = &demo.organisations["alpha"].attributes;
    assert_eq!(alpha["tier"], Written::Text("gold".into()));
    assert_eq!(alpha["manager"], Written::Person("tom".into()));
    assert_eq!(alpha["sites"], Written::List(vec!["Paris".into(), "Lyon".into()]));
    assert_eq!(demo.people["tom"].queues, [Id::from("sales")]);
    assert_eq!(demo.play, [Id::from("quote"), Id::from("by_team")]);
}

#[test]
fn a_script_is_read_with_its_answers_its_steps_and_what_it_expects() {
    let scripts = scripts(&sources("portal")).unwrap_or_else(|faults| panic!("{faults}"));
    let by_team = &scripts["by_team"];
    assert_eq!((by_team.opener.as_str(), by_team.organisation.as_str()), ("tom", "beta"));
    assert_eq!(by_team.expect, Expect { status: Some("received".into()), open: None });
    let quote = &scripts["quote"];
    assert_eq!((quote.request.as_str(), quote.organisation.as_str()), ("quote", "alpha"));
    assert_eq!(quote.answers["budget"], Written::Number(12_000.into()));
    assert_eq!(quote.answers["brief"], Written::Files(vec!["demo/quote.pdf".into()]));
    assert_eq!(quote.answers["kinds"], Written::List(vec!["b".into()]));
    assert_eq!(quote.answers["terms"], Written::Truth(true));
    assert_eq!(quote.play.len(), 7);
    let PlayedStep::Move(asked) = &quote.play[1] else { panic!("a move") };
    assert_eq!((asked.name.as_str(), asked.asks[0].kind.as_str(), asked.due.is_some()), ("ask", "mandate", true));
    let PlayedStep::Task(provided) = &quote.play[2] else { panic!("a task") };
    assert_eq!((provided.by.as_str(), provided.name.as_str()), ("claire", "provide"));
    assert_eq!(provided.documents[0].kind, Id::from("mandate"));
    assert!(matches!(&quote.play[3], PlayedStep::Message { text, .. } if text == "How far are you?"));
    assert_eq!(quote.play[4], PlayedStep::Wait(Duration { count: 2, unit: Unit::BusinessDays }));
    let PlayedStep::Move(proposed) = &quote.play[5] else { panic!("a move") };
    assert_eq!(proposed.fields["margin"], Written::Number(20.into()));
    let [PlayedDocument { kind, file, fields }] = proposed.documents.as_slice() else { panic!("one document") };
    assert_eq!((kind.as_str(), file.as_str(), fields.len()), ("quote", "demo/quote.pdf", 2));
    let PlayedStep::Task(refused) = &quote.play[6] else { panic!("a task") };
    assert_eq!((refused.approve, refused.reason.as_deref()), (Some(false), Some("Too dear.")));
    assert_eq!(quote.expect, Expect { status: Some("processing".into()), open: Some(Vec::new()) });
}
