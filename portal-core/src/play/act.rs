//! Making a move by hand, with the documents that go with it.

use super::player::{Player, told};
use crate::{
    definition::{PlayedAsk, PlayedDocument, PlayedMove},
    document::AddDocument,
    id::{Id, RequestId},
    request::{AskedFor, MoveRequest, Particulars, Words},
    simulate::Played,
};

impl Player<'_> {
    /// Makes a move.
    pub(super) async fn make(&self, played: &PlayedMove, request: RequestId) -> Played<()> {
        let desk = self.desk(&played.by)?;
        self.add(&played.by, &played.documents, request).await?;
        let fields = self.reading().answers(&played.fields, &self.workflow.team_fields)?;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let seen = desk.request(request).await.map_err(told)?.dossier.request.version.0;
        let asked =
            played.asks.iter().map(|PlayedAsk { kind, name }| AskedFor { kind: kind.clone(), name: name.clone() });
        let input = MoveRequest {
            seen,
            by: played.name.to_string(),
            comment: text(&played.comment),
            note: text(&played.note),
            reason: self.reason(&played.by, request, played.reason.as_ref()).await?,
            asked: asked.collect(),
            asked_by: played.due.map(|due| self.reading().date(due)),
            fields: self.sent(&fields),
        };
        desk.move_request(request, &input)
            .await
            .map_err(|refused| format!("`{}` cannot make the move `{}`: {}", played.by, played.name, told(refused)))
    }

    async fn add(&self, by: &Id, documents: &[PlayedDocument], request: RequestId) -> Played<()> {
        let desk = self.desk(by)?;
        for PlayedDocument { kind, file, fields } in documents {
            let of = self.portal.definition().kinds.get(kind).ok_or_else(|| format!("there is no kind `{kind}`"))?;
            let fields = self.sent(&self.reading().answers(fields, &of.fields)?);
            let input = AddDocument { request, kind: kind.to_string(), fields };
            desk.add_document(&input, self.file(file)?).await.map_err(told)?;
        }
        Ok(())
    }

    /// A usual reason by its id, as somebody gives it in the language of whoever asked, or a reason in own words; none: "".
    pub(super) async fn reason(&self, by: &Id, request: RequestId, word: Option<&String>) -> Played<String> {
        let usual = |word: &String| self.workflow.reasons.get(word.as_str()).map(|reason| &reason.text);
        let Some(usual) = word.and_then(usual) else { return Ok(word.cloned().unwrap_or_default()) };
        let desk = self.desk(by)?;
        let view = desk.request(request).await.map_err(told)?;
        let locale = self.show.demo.people.get(&self.script.opener).map_or("en", |opener| opener.locale.as_str());
        let words = Words { live: self.portal.definition(), kept: &view.workflow, locale };
        Ok(words.say(usual, &Particulars::of(&view, desk.viewer()).for_client()))
    }
}
