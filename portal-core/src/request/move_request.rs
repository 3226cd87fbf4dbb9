//! Moving a request by hand: taking it, asking the client for something, proposing, refusing, withdrawing.

use chrono::NaiveDate;

use super::{Item, Moment, Staff, TaskAction, TeamForm, life::Life, load::Loaded};
use crate::{
    Desk, Refused,
    definition::{Move, Need},
    desk::Tries,
    form::{self, Answers, FieldFault, RawAnswers, ReadStep, Reason},
    id::{Id, RequestId, Version},
    identity::{Permission, Side},
    refused::Missing,
    store::{Changes, Expect, Subject},
};

/// Longest text a person may write in one go, in characters.
pub const LONGEST_TEXT: usize = 5_000;

/// What somebody wants to do with a request.
#[derive(Clone, Debug, Default)]
pub struct MoveRequest {
    /// The version of the request that they saw.
    pub seen: i64,
    /// Which move.
    pub by: String,
    /// A message to the client.
    pub comment: String,
    /// An internal note.
    pub note: String,
    /// Why; the client reads it.
    pub reason: String,
    /// What the client is asked for.
    pub asked: Vec<AskedFor>,
    /// By when the client is asked for it; default: the new status's own time.
    pub asked_by: Option<NaiveDate>,
    /// Team fields, as typed.
    pub fields: RawAnswers,
}

/// One thing the client is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedFor {
    /// The kind of document.
    pub kind: Id,
    /// What exactly; empty: the kind's label says enough.
    pub name: String,
}

impl Desk<'_> {
    /// Makes a move by hand.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for this person (a client writes no notes), [`Refused::NotHere`] from this status, [`Refused::Missing`] when
    /// something the move needs was not given, [`Refused::Answers`] when a team field or the deadline (`asked_by`) will
    /// not do, [`Refused::Stale`] when the request changed since it was seen.
    pub async fn move_request(&self, id: RequestId, input: &MoveRequest) -> Result<(), Refused> {
        let loaded = self.load(id).await?;
        let (move_id, made) = loaded.workflow.moves.get_key_value(input.by.as_str()).ok_or(Refused::NotFound)?;
        let notes = input.note.is_empty() || self.must(Permission::RequestProcess, &loaded.dossier).is_ok();
        if !notes || !self.may_make(made, &loaded.workflow, &loaded.dossier) {
            return Err(Refused::Forbidden);
        }
        if loaded.dossier.request.version != Version(input.seen) {
            return Err(Refused::Stale);
        }
        let staff = self.staff(&loaded.workflow, &loaded.dossier.request.facts(Side::Client)).await?;
        let form = self.team_form(&loaded, Some(made)).await?;
        let changes = self.decide_move(&loaded, move_id, made, input, (&form, staff.as_ref()))?;
        match self.commit(Subject::Request(id), changes, &mut Tries::once()).await? {
            true => Ok(()),
            false => Err(Refused::Stale),
        }
    }

    fn decide_move(
        &self,
        loaded: &Loaded,
        id: &Id,
        made: &Move,
        input: &MoveRequest,
        (form, staff): (&TeamForm, Option<&Staff>),
    ) -> Result<Changes, Refused> {
        if !input.asked.iter().all(|asked| self.may_be_asked(asked)) {
            return Err(Refused::NotFound);
        }
        let ReadStep { answers, mut faults, .. } = form.read(&input.fields);
        let today = self.now().with_timezone(&self.definition().time_zone).date_naive();
        faults.extend(out_of_reach(input, today));
        if !faults.is_empty() {
            return Err(Refused::Answers(faults));
        }
        let moment = Moment { staff, ..self.moment(&loaded.workflow) };
        let life = Life::new(moment, loaded.dossier.clone());
        let seen = Expect::Asked(Version(input.seen));
        moved(life, id, made, input, answers, self.viewer.account(), self.deadline(input))
            .map(|life| life.into_changes(seen))
    }

    /// Whether clients hand in this kind of document.
    fn may_be_asked(&self, asked: &AskedFor) -> bool {
        self.definition().kinds.get(&asked.kind).is_some_and(|kind| kind.added_by.contains(&Side::Client))
    }

    /// The end of the day that the team chose as the client's deadline.
    fn deadline(&self, input: &MoveRequest) -> Option<chrono::DateTime<chrono::Utc>> {
        let evening = input.asked_by?.and_hms_opt(23, 59, 59)?;
        let local = evening.and_local_timezone(self.definition().time_zone).latest()?;
        Some(local.to_utc())
    }
}

/// The fault of a deadline that has passed, or is after the year 9999 (SECURITY I16).
fn out_of_reach(input: &MoveRequest, today: NaiveDate) -> Option<FieldFault> {
    let by = input.asked_by?;
    let last = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    let reason = match by {
        _ if by < today => Reason::TooEarly { min: today },
        _ if by > last => Reason::TooLate { max: last },
        _ => return None,
    };
    Some(FieldFault { step: Id::from(""), field: Id::from("asked_by"), reason })
}

/// The rule of a move by hand; `answers` are all that the team wrote down, with what this move needs.
#[allow(clippy::too_many_arguments, reason = "a rule takes all it decides from as plain values")]
pub(crate) fn moved<'a>(
    mut life: Life<'a>,
    id: &Id,
    made: &Move,
    input: &MoveRequest,
    answers: Answers,
    actor: crate::id::AccountId,
    deadline: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<Life<'a>, Refused> {
    if !made.from.contains(&life.request().status) || !life.allows(made) || !life.in_time(made) {
        return Err(Refused::NotHere);
    }
    let texts = [
        (Need::Comment, "comment", written("comment", &input.comment)?, Side::Client),
        (Need::Reason, "reason", written("reason", &input.reason)?, Side::Client),
        (Need::Note, "note", written("note", &input.note)?, Side::Team),
    ];
    for (need, name, text, _) in &texts {
        if made.needs.contains(need) && text.is_empty() {
            return Err(Refused::Missing(Missing::Text(name)));
        }
    }
    if made.needs.contains(&Need::Tasks) && input.asked.is_empty() {
        return Err(Refused::Missing(Missing::Tasks));
    }
    let demanded = made.needs.iter().filter_map(|need| if let Need::Document(kind) = need { Some(kind) } else { None });
    for kind in demanded.chain(&made.shares) {
        if !life.documents().iter().any(|document| document.kind == *kind) {
            return Err(Refused::Missing(Missing::Document(kind.clone())));
        }
    }
    life.request_mut().team_answers = answers;
    life.make(id, made);
    if !input.asked.is_empty() && made.needs.contains(&Need::Tasks) {
        let items = input.asked.iter().map(|asked| Item {
            name: form::one_line(&asked.name).chars().take(120).collect(),
            ..Item::new(asked.kind.clone())
        });
        let due = deadline.or(life.request().due);
        let mut task = life.blank_task(TaskAction::Provide, items.collect(), due);
        task.reason.clone_from(&texts[1].2);
        life.open(task);
    }
    let asks = made.needs.contains(&Need::Tasks);
    for (need, _, text, audience) in texts {
        let told_by_task = asks && need == Need::Reason;
        if !text.is_empty() && !told_by_task {
            life.say(audience, actor, text);
        }
    }
    Ok(life)
}

/// A text as it is kept: trimmed, without control characters (SECURITY I03), unless it is too long.
pub(crate) fn written(name: &'static str, text: &str) -> Result<String, Refused> {
    match text.chars().count() > LONGEST_TEXT {
        true => Err(Refused::Missing(Missing::TextTooLong(name, LONGEST_TEXT))),
        false => Ok(form::lines(text)),
    }
}
