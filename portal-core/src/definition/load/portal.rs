//! `portal.yaml`: the names that the other files build on.

use indexmap::{IndexMap, indexmap};

use super::{
    attributes, branding, calendars,
    documents::Kinds,
    file::File,
    map::Map,
    measures, outside,
    reader::{Names, Reader},
    roles, rule, scopes, settings, slots,
    unused::Given,
    yaml::{self, Node},
};
use crate::{
    definition::{
        Attributes, Branding, Calendar, ChannelPlace, ConnectorPlace, Expectation, Measure, ProjectKind, Queue,
        Reminders, Retention, Rule, Satisfaction, SignIn, Slot, Text, code, rules,
    },
    form::Choice,
    id::Id,
    identity::{Role, built_in_roles},
};

/// What `portal.yaml` says; where it is silent or could not be read, the defaults.
pub(super) struct Portal {
    /// Whether its names are all that there are.
    pub read: bool,
    pub id: Id,
    pub name: Text,
    /// The ids of request types, by the names of their files.
    pub types: Vec<Id>,
    /// Empty: unknown.
    pub locales: Vec<String>,
    pub time_zone: chrono_tz::Tz,
    pub currency: String,
    pub branding: Branding,
    pub calendars: IndexMap<Id, Calendar>,
    pub queues: IndexMap<Id, Queue>,
    pub roles: IndexMap<Id, Role>,
    /// The permissions that its roles are given, with their places.
    pub given: Vec<Given>,
    pub slots: IndexMap<Id, Slot>,
    pub lists: IndexMap<Id, Vec<Choice>>,
    pub attributes: Attributes,
    pub projects: IndexMap<Id, ProjectKind>,
    pub retention: Retention,
    pub sign_in: SignIn,
    pub channels: IndexMap<Id, ChannelPlace>,
    pub connectors: IndexMap<Id, ConnectorPlace>,
    pub reminders: Reminders,
    pub satisfaction: Satisfaction,
    pub measures: IndexMap<Measure, Expectation>,
    pub rules: IndexMap<Id, Rule>,
}

impl Default for Portal {
    fn default() -> Self {
        Self {
            read: false,
            id: Id::from("portal"),
            name: Text::from(""),
            types: Vec::new(),
            locales: Vec::new(),
            time_zone: chrono_tz::UTC,
            currency: "EUR".to_owned(),
            branding: Branding::default(),
            calendars: indexmap! { Id::from("office") => calendars::usual() },
            queues: indexmap! { Id::from("inbox") => Queue { label: words("Inbox", "Boîte de réception") } },
            roles: built_in_roles(),
            given: Vec::new(),
            slots: IndexMap::new(),
            lists: IndexMap::new(),
            attributes: Attributes::default(),
            projects: attributes::usual_projects(),
            retention: settings::usual_retention(),
            sign_in: settings::usual_sign_in(),
            channels: IndexMap::new(),
            connectors: IndexMap::new(),
            reminders: settings::usual_reminders(),
            satisfaction: settings::usual_satisfaction(),
            measures: IndexMap::new(),
            rules: rules::built_in(),
        }
    }
}

/// A shipped text.
pub(super) fn words(en: &str, fr: &str) -> Text {
    Text::Localised(indexmap! { "en".to_owned() => en.to_owned(), "fr".to_owned() => fr.to_owned() })
}

impl Portal {
    /// Reads the file of a portal with these request types.
    pub fn read(file: &File<'_>, types: Vec<Id>) -> Self {
        let mut portal = Self { types, ..Self::default() };
        let Some(root) = yaml::parse(file) else { return portal };
        let bare = Reader { file, locales: &[] };
        let Some(map) = bare.map(&root, "the portal") else { return portal };
        portal.read = true;
        portal.locales = map.get("locales").map_or_else(|| vec!["en".to_owned()], |node| locales(bare, node));
        let locales = portal.locales.clone();
        let read = Reader { file, locales: &locales };
        portal.fill(read, &map);
        map.finish(&[]);
        portal
    }

    fn fill<'a>(&mut self, read: Reader<'a>, map: &Map<'a>) {
        if let Some(id) = map.need("portal", "a portal").and_then(|node| read.id(node)) {
            self.id = id.value;
        }
        self.name = read.needed_text(map, "name", "a portal");
        if let Some(zone) = map.get("time_zone").and_then(|node| read.value(node, "a time zone such as Europe/Paris")) {
            self.time_zone = zone;
        }
        if let Some(currency) = map.get("currency").and_then(|node| currency(read, node)) {
            self.currency = currency;
        }
        if let Some(node) = map.get("branding") {
            self.branding = branding::read(read, node);
        }
        if let Some(node) = map.get("calendars") {
            self.calendars = calendars::read(read, node).unwrap_or_else(|| std::mem::take(&mut self.calendars));
        }
        if let Some(node) = map.get("queues") {
            self.queues = queues(read, node).unwrap_or_else(|| std::mem::take(&mut self.queues));
        }
        if let Some(node) = map.get("roles") {
            self.given = roles::read(read, node, &mut self.roles);
        }
        if let Some(node) = map.get("lists") {
            // Attributes and projects may offer a list, whose conditions may ask for attributes: those are read below, and
            // what is wrong is told there.
            let aside = File::new(read.file.path, read.file.text);
            self.lists = attributes::lists(Reader { file: &aside, locales: read.locales }, node, self);
        }
        if let Some(node) = map.get("attributes") {
            self.attributes = attributes::read(read, node, self);
        }
        if let Some(node) = map.get("projects") {
            self.projects =
                attributes::projects(read, node, self).unwrap_or_else(|| std::mem::take(&mut self.projects));
        }
        if let Some(node) = map.get("lists") {
            self.lists = attributes::lists(read, node, self);
        }
        if let Some(node) = map.get("slots") {
            self.slots = slots::read(read, node, self);
        }
        if let Some(node) = map.get("retention") {
            self.retention = settings::retention(read, node);
        }
        self.conduct(read, map);
        // The rules may ask for the data of documents, which are read later: see `rules`.
        map.forgive("notifications");
    }

    /// Reads the rules, once the kinds of document are known.
    pub fn rules(&mut self, file: &File<'_>, kinds: &Kinds) {
        let Some(root) = yaml::parse(file) else { return };
        let locales = self.locales.clone();
        let read = Reader { file, locales: &locales };
        let Some(node) = read.map(&root, "the portal").and_then(|map| map.get("notifications")) else { return };
        let mut rules = std::mem::take(&mut self.rules);
        rule::read(read, node, &mut rules, &rule::Place::portal(self, kinds));
        self.rules = rules;
    }

    /// How the portal deals with people and with what is outside.
    fn conduct<'a>(&mut self, read: Reader<'a>, map: &Map<'a>) {
        if let Some(node) = map.get("sign_in") {
            self.sign_in = settings::sign_in(read, node, &self.role_names());
        }
        if let Some(node) = map.get("channels") {
            self.channels = outside::channels(read, node);
        }
        if let Some(node) = map.get("connectors") {
            self.connectors = outside::connectors(read, node);
        }
        if let Some(node) = map.get("reminders") {
            self.reminders = settings::reminders(read, node);
        }
        if let Some(node) = map.get("satisfaction") {
            self.satisfaction = settings::satisfaction(read, node, &self.satisfaction, self, scopes::any_request(self));
        }
        if let Some(node) = map.get("measures") {
            self.measures = measures::read(read, node);
        }
    }

    /// The ids of roles.
    pub fn role_names(&self) -> Names {
        Names::new(self.roles.keys(), self.read)
    }
}

/// A locale is a language and perhaps a region; the shipped words are in English and French.
fn locales<'a>(read: Reader<'a>, node: &'a Node) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for item in read.list(node, "locales") {
        let Some(word) = read.word(item, "a locale") else { continue };
        if !matches!(word.split('-').next(), Some("en" | "fr")) || word.len() > 12 {
            let message = format!("`{word}` is not supported yet: the shipped words are in `en` and `fr`");
            read.fault(&code::NOT_YET, &item.span, message);
        } else if found.iter().any(|other| other == word) {
            read.fault(&code::DUPLICATE_ID, &item.span, format!("`{word}` is given twice"));
        }
        found.push(word.to_owned());
    }
    if found.is_empty() {
        read.shape(node, "at least one locale");
    }
    found
}

/// An ISO 4217 code.
pub(super) fn currency<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let text = read.word(node, "a currency")?;
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(text.to_owned());
    }
    read.fault(&code::VALUE, &node.span, format!("`{text}` is not a currency such as EUR (ISO 4217)"));
    None
}

fn queues<'a>(read: Reader<'a>, node: &'a Node) -> Option<IndexMap<Id, Queue>> {
    let mut queues = IndexMap::new();
    for (id, node) in read.named(node, "queues") {
        if let Some(map) = read.map(node, "a queue") {
            read.insert(&mut queues, &id, Queue { label: read.needed_text(&map, "label", "a queue") });
            map.finish(&[]);
        }
    }
    (!queues.is_empty()).then_some(queues)
}
