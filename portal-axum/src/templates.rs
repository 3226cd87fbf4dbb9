//! The templates: the definition's file first, the host's second, ours third, ours always as `default/<name>`, so that an own
//! file can extend it. Everything but `.txt` is escaped; a name that is not given is an error; a template cannot run for ever.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::{
    AutoEscape, Environment, Error, UndefinedBehavior, context,
    syntax::SyntaxConfig,
    value::{Serde, Value},
};

use crate::{
    page::{Frame, Page},
    tongue::Tongue,
};

/// Instructions and output units that one page may cost; it bounds memory to about 64 bytes each.
const FUEL: u64 = 500_000;

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../templates/", $name)))),+]
    };
}

/// The shipped templates by name.
pub const EMBEDDED: &[(&str, &str)] = embedded![
    "account.html",
    "account/address.html",
    "account/part/sign_in.html",
    "account/password.html",
    "api.html",
    "check.html",
    "choose.html",
    "confirm.html",
    "dashboard.html",
    "discard.html",
    "documents.html",
    "entrance/connections.html",
    "entrance/signed_out.html",
    "entrance/stranger.html",
    "entrance/trouble.html",
    "entrance/ways.html",
    "exists.html",
    "factor/code.html",
    "factor/enrol.html",
    "factor/remove.html",
    "factor/renew.html",
    "factor/saved.html",
    "icon/alert.svg",
    "icon/back.svg",
    "icon/check.svg",
    "icon/clock.svg",
    "icon/done.svg",
    "icon/download.svg",
    "icon/file.svg",
    "icon/inbox.svg",
    "icon/next.svg",
    "icon/plus.svg",
    "layout.html",
    "link/address.html",
    "link/address_confirmed.html",
    "link/enter.html",
    "link/forgot.html",
    "link/gone.html",
    "link/invitation.html",
    "link/on_its_way.html",
    "link/reset.html",
    "move.html",
    "part/answers.html",
    "part/answers_plain.html",
    "part/code_field.html",
    "part/corrected.html",
    "part/described.html",
    "part/disable.html",
    "part/draft_row.html",
    "part/factor.html",
    "part/field.html",
    "part/foot.html",
    "part/group.html",
    "part/handed.html",
    "part/head.html",
    "part/help.html",
    "part/languages.html",
    "part/mark.html",
    "part/messages.html",
    "part/narrow.html",
    "part/new_password.html",
    "part/newer.html",
    "part/notice.html",
    "part/own_fault.html",
    "part/own_wrong.html",
    "part/pages.html",
    "part/people.html",
    "part/project_row.html",
    "part/request_row.html",
    "part/revealed.html",
    "part/rows.html",
    "part/start.html",
    "part/summary.html",
    "part/timeline.html",
    "part/times.html",
    "part/todo.html",
    "part/update.html",
    "part/ways.html",
    "people/invite.html",
    "people/list.html",
    "people/places.html",
    "people/seat.html",
    "problem.html",
    "project.html",
    "projects.html",
    "receipt.html",
    "refuse.html",
    "renew.html",
    "request.html",
    "requests.html",
    "sign_in.html",
    "step.html",
    "steps.html",
    "task.html",
    "team/access.html",
    "team/ask.html",
    "team/audit.html",
    "team/begin_project.html",
    "team/definitions.html",
    "team/deliveries.html",
    "team/document.html",
    "team/fields.html",
    "team/forms.html",
    "team/move.html",
    "team/organisation.html",
    "team/organisation_form.html",
    "team/organisations.html",
    "team/part/becomes.html",
    "team/part/documents.html",
    "team/part/file.html",
    "team/part/head.html",
    "team/part/meanwhile.html",
    "team/part/reasons.html",
    "team/part/talk.html",
    "team/part/tasks.html",
    "team/part/text.html",
    "team/passed.html",
    "team/project_form.html",
    "team/queue.html",
    "team/workbench.html",
    "tokens/list.html",
    "tokens/made.html",
    "tokens/new.html",
    "which_project.html",
];

/// All templates, ready to render.
#[derive(Clone)]
pub struct Templates {
    environment: Arc<Environment<'static>>,
}

impl Templates {
    /// Our templates with the host's own, by name, before them.
    pub fn new(own: BTreeMap<String, String>) -> Self {
        Self { environment: Arc::new(Self::environment(own)) }
    }

    fn environment(own: BTreeMap<String, String>) -> Environment<'static> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_reload(false);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.expect("the delimiters are the default ones"));
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(escaping);
        environment.set_loader(move |name| Ok(source(&own, name)));
        environment
    }

    /// The same with the own pages of a definition before them. Whoever writes a definition is no programmer of the host: what
    /// people typed cannot be shown unescaped.
    pub fn with_pages(host: &BTreeMap<String, String>, pages: &BTreeMap<String, String>) -> Self {
        let mut own = host.clone();
        own.extend(pages.iter().map(|(name, text)| (name.clone(), text.clone())));
        let mut environment = Self::environment(own);
        environment.remove_filter("safe");
        Self { environment: Arc::new(environment) }
    }

    /// Reads a template without rendering it.
    ///
    /// # Errors
    /// What is wrong with how it is written.
    pub fn parse(&self, name: &str) -> Result<(), Error> {
        self.environment.get_template(name).map(drop)
    }

    /// Renders a page in its frame.
    ///
    /// # Errors
    /// Only for a host's own template: ours are all rendered in tests.
    pub fn render<P: Page>(&self, page: &P, frame: &Frame, tongue: &Tongue) -> Result<String, Error> {
        let template = self.environment.get_template(P::TEMPLATE)?;
        template.render(context! { frame => Serde(frame), t => tongue.function(), ..Value::from(Serde(page)) })
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").finish_non_exhaustive()
    }
}

fn source(own: &BTreeMap<String, String>, name: &str) -> Option<String> {
    let shipped = |name: &str| EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
    match name.strip_prefix("default/") {
        Some(name) => shipped(name),
        None => own.get(name).cloned().or_else(|| shipped(name)),
    }
}

fn escaping(name: &str) -> AutoEscape {
    match name.ends_with(".txt") {
        true => AutoEscape::None,
        false => AutoEscape::Html,
    }
}

#[cfg(test)]
mod tests;
