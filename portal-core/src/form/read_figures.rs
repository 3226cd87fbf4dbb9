//! Reading the form figures: per type and version, how far people came and what held them up.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;

use crate::{
    Desk, Refused,
    definition::RequestType,
    id::Id,
    identity::Permission,
    store::{FigureCount, FormFigures},
};

/// How many of the most frequent faults are told.
const FAULTS: usize = 20;

/// How people got on with one version of a form.
#[derive(Clone, Debug)]
pub struct VersionFigures {
    /// The form.
    pub request_type: Arc<RequestType>,
    /// Hash of its definition.
    pub definition: String,
    /// How often it was begun.
    pub started: u64,
    /// How often it was taken up again after a pause.
    pub resumed: u64,
    /// How often it was sent.
    pub submitted: u64,
    /// How often it was thrown away.
    pub discarded: u64,
    /// How often its time was over.
    pub expired: u64,
    /// How often it was begun anew with a newer form.
    pub renewed: u64,
    /// How many came to each step, in the order of the form.
    pub reached: Vec<(Id, u64)>,
    /// What would not do, the most frequent first; at most 20.
    pub faults: Vec<FaultFigure>,
    /// Half of those that were sent took less time than this, pauses included.
    pub median: Option<TimeDelta>,
}

/// How often the answer to a field would not do for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultFigure {
    /// The step.
    pub step: Id,
    /// The field.
    pub field: Id,
    /// The code of the reason.
    pub code: String,
    /// How often.
    pub number: u64,
}

impl Desk<'_> {
    /// How people got on with forms in the last so many days: the version in force first, then those begun most often.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `measure.view` over everything.
    pub async fn form_figures(&self, days: u16) -> Result<Vec<VersionFigures>, Refused> {
        if !self.viewer.scope(Permission::MeasureView).is_all() {
            return Err(Refused::Forbidden);
        }
        let FormFigures { counts, medians } =
            self.store.form_figures(self.now() - TimeDelta::days(i64::from(days))).await?;
        let mut versions: BTreeMap<(Id, String), Vec<FigureCount>> = BTreeMap::new();
        for count in counts {
            versions.entry((count.request_type.clone(), count.definition.clone())).or_default().push(count);
        }
        let mut all = Vec::new();
        for ((request_type, definition), counts) in versions {
            let workflow = self.portal.workflow(&definition, &request_type).await?;
            let of = |(id, hash, _): &&(Id, String, i64)| *id == request_type && *hash == definition;
            let median = medians.iter().find(of).map(|(_, _, seconds)| TimeDelta::seconds(*seconds));
            all.push(VersionFigures::of(workflow, definition, &counts, median));
        }
        let in_force = &self.definition().hash;
        all.sort_by_key(|figures| (*figures.definition != **in_force, Reverse(figures.started)));
        Ok(all)
    }
}

impl VersionFigures {
    fn of(
        request_type: Arc<RequestType>,
        definition: String,
        counts: &[FigureCount],
        median: Option<TimeDelta>,
    ) -> Self {
        let sum = |kind: &str, code: Option<&str>| {
            let fits = |count: &&FigureCount| count.kind == kind && (code.is_none() || count.code.as_deref() == code);
            counts.iter().filter(fits).map(|count| count.number).sum()
        };
        let came = |step: &Id| {
            let fits = |count: &&FigureCount| count.kind == "reached" && count.step.as_ref() == Some(step);
            counts.iter().filter(fits).map(|count| count.number).sum()
        };
        let reached = request_type.steps.iter().map(|step| (step.id.clone(), came(&step.id))).collect();
        let fault = |count: &FigureCount| {
            let (step, field, code) = (count.step.clone()?, count.field.clone()?, count.code.clone()?);
            (count.kind == "fault").then_some(FaultFigure { step, field, code, number: count.number })
        };
        let mut faults: Vec<FaultFigure> = counts.iter().filter_map(fault).collect();
        faults.sort_by(|a, b| b.number.cmp(&a.number).then_with(|| (&a.field, &a.code).cmp(&(&b.field, &b.code))));
        faults.truncate(FAULTS);
        Self {
            started: sum("started", None),
            resumed: sum("resumed", None),
            submitted: sum("submitted", None),
            discarded: sum("abandoned", Some("discarded")),
            expired: sum("abandoned", Some("expired")),
            renewed: sum("abandoned", Some("renewed")),
            request_type,
            definition,
            reached,
            faults,
            median,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn count(kind: &str, [step, field, code]: [&str; 3], number: u64) -> FigureCount {
        let id = |text: &str| (!text.is_empty()).then(|| Id::from(text));
        FigureCount {
            request_type: Id::from("quote"),
            definition: "hash".to_owned(),
            kind: kind.to_owned(),
            step: id(step),
            field: id(field),
            code: (!code.is_empty()).then(|| code.to_owned()),
            number,
        }
    }

    #[test]
    fn rows_become_the_figures_of_a_form() {
        let workflow = fixture::definition().requests["quote"].clone();
        let counts = [
            count("started", ["", "", ""], 5),
            count("reached", ["form", "", ""], 4),
            count("fault", ["form", "budget", "number"], 1),
            count("fault", ["form", "subject", "required"], 3),
            count("abandoned", ["form", "", "expired"], 2),
            count("abandoned", ["", "", "expired"], 1),
            count("abandoned", ["form", "", "discarded"], 1),
            count("submitted", ["", "", ""], 1),
        ];
        let figures = VersionFigures::of(workflow, "hash".to_owned(), &counts, None);
        assert_eq!((figures.started, figures.submitted, figures.resumed), (5, 1, 0));
        assert_eq!((figures.expired, figures.discarded, figures.renewed), (3, 1, 0));
        assert_eq!(figures.reached, [(Id::from("form"), 4)]);
        let faults: Vec<_> = figures.faults.iter().map(|fault| (fault.field.as_str(), fault.number)).collect();
        assert_eq!(faults, [("subject", 3), ("budget", 1)]);
    }
}
