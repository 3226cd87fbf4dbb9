//! Each code of a condition with a condition that gets it, and the same one mended.

use portal_core::{
    definition::condition::{Row, Scope, Type},
    id::Id,
};

/// Code, wrong, right.
pub fn examples() -> Vec<(&'static str, String, String)> {
    let nested = |levels: usize| format!("{}count > 1{}", "(".repeat(levels), ")".repeat(levels));
    let long = |times: usize| vec!["count > 1"; times].join(" || ");
    let written = [
        ("PC003", "count > 1 § 2", "count > 1"),
        ("PC004", "count >", "count > 1"),
        ("PC005", "conut > 1", "count > 1"),
        ("PC006", "length(subject) > 3", "size(subject) > 3"),
        ("PC007", "size(subject, 3) > 2", "size(subject) > 2"),
        ("PC008", "count == \"many\"", "count == 3"),
        ("PC009", "kind == \"c\"", "kind == \"a\""),
        ("PC010", "count + 1", "count + 1 > 3"),
        ("PC011", "subject.matches(\"(\")", "subject.matches(\"[0-9]+\")"),
        ("PC012", "times_in(\"recieved\") > 1", "times_in(\"received\") > 1"),
        ("PC013", "subject - 1 > 2", "count - 1 > 2"),
        ("PC014", "items.exists(a, items.exists(b, a.price < b.price))", "items.exists(a, a.price > 100)"),
        ("PC015", "later > 1", "count > 1"),
        ("PC016", "own > 1", "count > 1"),
    ];
    let written = written.map(|(code, wrong, right)| (code, wrong.to_owned(), right.to_owned()));
    [("PC001", long(60), long(3)), ("PC002", nested(20), nested(1))].into_iter().chain(written).collect()
}

/// What the examples may name: `subject`, `kind` with the options a and b, `count`, the rows `items` with a `price`; the status
/// `received`. They belong to the field `own`; the field `later` comes after it.
pub fn scope() -> Scope {
    let options = ["a", "b"].map(Id::from).to_vec();
    let scope = Scope::new().with("subject", Type::Text).with("kind", Type::Choice(options));
    let rows = Row::new([("price".to_owned(), Type::Number)], 1_000);
    let mut scope = scope.with("count", Type::Number).with("items", Type::Group(rows)).with_statuses(["received"]);
    scope.announce(["own", "later"].map(str::to_owned));
    scope.begin(Some("own".to_owned()));
    scope
}
