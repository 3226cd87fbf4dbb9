//! The standard statuses and moves: their words in the shipped locales, whom they wait for, how they end.

use super::portal::words;
use crate::definition::{End, Text, WaitsFor};

/// A standard status.
pub(super) struct StandardStatus {
    pub label: Text,
    pub explain: Text,
    pub waits_for: WaitsFor,
    pub ends: Option<End>,
}

/// The standard status of an id.
pub(super) fn status(id: &str) -> Option<StandardStatus> {
    let (label, explain, waits_for, ends) = match id {
        "received" => (
            ["Received", "Reçue"],
            ["We have your request and will look at it soon.", "Nous avons reçu votre demande et allons l’examiner."],
            WaitsFor::Team,
            None,
        ),
        "processing" => (
            ["In progress", "En cours"],
            ["We are working on your request.", "Nous traitons votre demande."],
            WaitsFor::Team,
            None,
        ),
        "missing" => (
            ["Missing information", "Informations manquantes"],
            ["We need something from you to go on.", "Il nous manque un élément de votre part pour continuer."],
            WaitsFor::Client,
            None,
        ),
        "proposal" => (
            ["Proposal to approve", "Proposition à valider"],
            [
                "Our proposal is ready and waits for your decision.",
                "Notre proposition est prête et attend votre décision.",
            ],
            WaitsFor::Client,
            None,
        ),
        "completed" => (
            ["Completed", "Terminée"],
            ["Your request is settled.", "Votre demande est réglée."],
            WaitsFor::Nobody,
            Some(End::Done),
        ),
        "refused" => (
            ["Declined", "Refusée"],
            ["We could not accept your request.", "Nous n’avons pas pu accepter votre demande."],
            WaitsFor::Nobody,
            Some(End::Refused),
        ),
        "withdrawn" => (
            ["Withdrawn", "Retirée"],
            ["Your company withdrew the request.", "Votre entreprise a retiré la demande."],
            WaitsFor::Nobody,
            Some(End::Withdrawn),
        ),
        "cancelled" => (
            ["Cancelled", "Annulée"],
            ["The request was cancelled.", "La demande a été annulée."],
            WaitsFor::Nobody,
            Some(End::Withdrawn),
        ),
        _ => return None,
    };
    Some(StandardStatus { label: words(label[0], label[1]), explain: words(explain[0], explain[1]), waits_for, ends })
}

/// The words of a standard move.
pub(super) fn move_label(id: &str) -> Option<Text> {
    let (en, fr) = match id {
        "take" => ("Take on", "Prendre en charge"),
        "ask" => ("Ask for information", "Demander un complément"),
        "provide" => ("Information provided", "Complément fourni"),
        "resume" => ("Resume", "Reprendre"),
        "complete" => ("Complete", "Terminer"),
        "refuse" => ("Decline", "Refuser"),
        "withdraw" => ("Withdraw", "Retirer"),
        "reopen" => ("Reopen", "Rouvrir"),
        "propose" => ("Send the proposal", "Envoyer la proposition"),
        "cancel" => ("Cancel", "Annuler"),
        "accept" => ("Proposal approved", "Proposition approuvée"),
        "rework" => ("Proposal to be reworked", "Proposition à revoir"),
        _ => return None,
    };
    Some(words(en, fr))
}
