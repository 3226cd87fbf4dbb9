# The words of the team's pages.

nav-queue = File d’attente
nav-deliveries = Envois
nav-definitions = Définition
nav-forms = Formulaires

definition-lead = Ce dont ce portail est fait : sa version en vigueur, ses parcours et les remarques des contrôles.
definition-in-force = En vigueur
definition-version = Version
definition-since = Depuis le
definition-files = Fichiers
definition-files-count =
    { $count ->
        [one] Un fichier
       *[other] { $count } fichiers
    }
definition-refused = La dernière modification n’est pas en vigueur
definition-has-faults = Elle comporte des erreurs ; la version ci-dessous reste en vigueur.
definition-breaks = Elle casserait ce qui est en cours ; la version ci-dessous reste en vigueur.
definition-not-now = Elle n’a pas pu être mise en vigueur ; la version ci-dessous reste. Enregistrez-la de nouveau.
definition-fault = Erreur
definition-warning = Avertissement
definition-lints = Remarques sur la version en vigueur
definition-lints-none = Rien à signaler.
definition-workflows = Parcours
definition-drawn = Le parcours en image ; il suit en toutes lettres.
definition-words = Le parcours en toutes lettres

queue-views = Vues
queue-open = En cours
queue-mine = Les miennes
queue-unowned = Sans responsable
queue-us = À nous de jouer
queue-client = En attente du client
queue-over = Closes
queue-open-none = Aucune demande en cours. Les nouvelles arrivent ici d’elles-mêmes.
queue-mine-none = Vous n’êtes responsable d’aucune demande en cours. La vue « Sans responsable » montre celles à prendre.
queue-unowned-none = Chaque demande en cours a son responsable.
queue-us-none = Rien ne nous attend.
queue-client-none = Rien n’attend un client.
queue-over-none = Aucune demande n’est encore close.
queue-not-found = Aucune demande de cette vue ne correspond à « { $text } ».
queue-not-allowed = Votre rôle ne vous montre aucune demande. Un administrateur peut y remédier.
queue-request = Demande
queue-organisation = Client
queue-status = Statut
queue-owner = Responsable
queue-due = Échéance
queue-nobody = Personne

bench-stands = Où elle en est
bench-since = Depuis le { $at }.
bench-client-reads = Le client lit « { $status } ».
bench-no-due = Pas d’échéance
bench-moves = Que faire maintenant
bench-tasks = Tâches
bench-tasks-closed =
    { $count ->
        [one] Une tâche close
       *[other] { $count } tâches closes
    }
bench-outcome = Motif du refus :
bench-messages = Échanges avec le client
bench-messages-none = Pas encore de message.
bench-message-open = Écrire au client
bench-message = Message au client
bench-message-hint = Tous ceux qui voient la demande chez le client le lisent.
bench-replies = Partir d’une réponse type :
bench-message-button = Envoyer au client
bench-notes = Notes internes
bench-notes-none = Pas encore de note. Les notes restent dans l’équipe.
bench-note-open = Écrire une note
bench-note = Note interne
bench-note-hint = Le client ne la voit jamais.
bench-note-button = Enregistrer la note
bench-answers = Réponses
bench-team-answers = Noté par l’équipe
bench-team-write = Renseigner
fields-stale = La demande a changé pendant que cette page était ouverte. Vérifiez les champs, puis enregistrez à nouveau.
fields-explain = Seule l’équipe voit ces champs, sauf ceux qui sont montrés aux clients.
fields-save = Enregistrer
bench-documents = Documents
bench-documents-none = Pas encore de document.
bench-kind = Type de document
bench-add = Ajouter un document
bench-owner = Responsable de cette demande
bench-assign = Enregistrer le responsable
bench-organisation = Entreprise
bench-opened-by = Ouverte par
bench-submitted = Envoyée le
bench-timeline = Ce qui s’est passé

team-task-client = Attend le client
team-task-team = Nous attend
team-task-done = Faite
team-task-refused = Refusée
team-task-waiting = S’ouvre plus tard
team-task-checking = Remise, à vérifier
team-task-waived = Plus demandée
team-task-ended = Plus nécessaire

document-fact = { $name } : { $value }
document-internal = Interne
document-shared = Le client le voit
document-add = Ajouter un document : { $kind }
document-add-button = Ajouter le document
file-label = Fichier : { $kind }
file-internal = Il reste dans l’équipe tant qu’il n’est pas partagé.
file-shared = Le client le voit aussitôt.
team-file-again = Choisissez de nouveau le fichier : il n’a pas été conservé.
team-file-no-space = L’espace de ce client est plein. Le fichier n’a pas été conservé.

move-back = Retour à la demande
move-becomes = Ce que le client lira
move-silent = Le client ne lit rien de nouveau.
move-usual = Motifs habituels
move-usual-hint = Choisissez-en un pour commencer, ou écrivez le vôtre ci-dessous. C’est le texte de la zone qui compte.
move-reason-own = Avec mes mots
team-reason = Motif
move-reason-hint = Le client le lit.
move-comment-hint = Il part au client comme message.
effect-owner = Vous en devenez responsable.
effect-due = L’étape suivante est à faire avant le { $day }.
effect-over = La demande est close. Plus personne n’y travaille.
effect-opens = Une tâche s’ouvre pour le client : { $task }.
effect-opens-team = Une tâche s’ouvre pour l’équipe : { $task }.
effect-closes = Une tâche ouverte n’est plus nécessaire : { $task }.
share-there = Ces documents deviennent visibles pour le client :
share-none = Il devient visible pour le client à cette étape. Il n’y en a pas encore.
need-there = Déjà là :
need-none = Cette étape en demande un.

ask-what = Que manque-t-il ?
ask-what-hint = Une ligne par document. Une ligne sans type est laissée de côté.
ask-kind = Document { $number }
ask-choose = Choisissez un type
ask-kind-missing = Choisissez de quel type de document il s’agit
ask-name = Précision, document { $number }
ask-more = Ajouter une ligne
ask-by = Pour quand
ask-by-hint = Sans date : le { $day }.
ask-by-none = Sans date, il n’y a pas d’échéance.
ask-by-wrong = Indiquez une date, par exemple 2026-01-31
ask-look = Actualiser l’aperçu
ask-preview = Ce que le client lira
ask-preview-by = Avant le { $day }
ask-preview-nothing = Rien n’est encore demandé.

conflict-title = La demande a changé pendant que vous écriviez
conflict-text = Rien n’est encore fait. Votre saisie est toujours là : vérifiez qu’elle convient encore, puis appuyez de nouveau sur le bouton.
conflict-unseen = Un fichier d’une tâche ouverte a été modifié, ou vous avez vous-même fait un changement dans une autre fenêtre.
conflict-now = Elle en est maintenant à :
passed-title = Cette étape n’est plus possible
passed-text = « { $label } » ne convient plus à l’état actuel de la demande. Rien n’a été fait.
passed-kept = Ce que vous aviez écrit
passed-back = Retour à la demande

delivery-lead = Chaque message que le portail a écrit à quelqu’un, du plus récent au plus ancien, et ce qu’il est devenu.
delivery-all = Tous
delivery-failed-only = En échec
delivery-recipient = À
delivery-about = Objet
delivery-when = Écrit le
delivery-pending = En attente d’envoi
delivery-sending = Envoi en cours
delivery-delivered = Remis
delivery-failed = Échec
delivery-suppressed = Non envoyé
delivery-gone = La personne n’a plus accès à cette demande.
delivery-only-played = Fait partie du passé de la démonstration, qui n’a été que joué : rien n’a été envoyé.
delivery-no-longer-needed = Ce qui était demandé a été fait avant que le message ne parte.
delivery-host-busy = Il attend son tour : beaucoup de messages sont en route vers ce serveur.
delivery-next = Prochain essai :
stuck-title = Travaux abandonnés
stuck-lead = Le portail n’a pas pu faire ceci et ne réessaiera pas de lui-même. Une fois la cause corrigée, réessayez.
stuck-notify = Prévenir les personnes concernées
stuck-wake = Suivre les échéances d’une demande
stuck-link = Envoyer une invitation ou un autre lien
stuck-alert = Signaler un changement de son compte à une personne
stuck-deliver = Envoyer un message
stuck-other = Travail d’un genre inconnu
delivery-attempts =
    { $count ->
        [one] Un essai
       *[other] { $count } essais
    }
delivery-retry = Réessayer
delivery-retry-whom = à { $name } : { $about }
delivery-none = Rien n’a encore été envoyé.
delivery-none-failed = Aucun message n’a échoué.

rule-receipt = Accusé de réception
rule-new-request = Nouvelle demande
rule-status-changed = Nouveau statut
rule-action-required = Action attendue
rule-due-soon = Une échéance approche
rule-late = Une échéance est passée
rule-action-answered = Réponse à une tâche
rule-new-reply = Nouveau message
rule-document-available = Nouveau document
rule-closed = Demande close

done-work-retried = Le travail est repris.
done-project-made = Le projet est créé.
done-project-changed = Le projet est modifié.
done-project-closed = Le projet est clos.
done-project-reopened = Le projet est de nouveau ouvert.

project-for = Pour quel client ?
project-kind = Quel type de projet ?
project-name = Nom
project-no-organisation = Il n’y a pas encore de client
project-contact = Contact chez le client
project-contact-hint = Les demandes ouvertes avec le projet sont les siennes : il en est prévenu, et ses collègues comme d’habitude.
project-opens = Ces demandes sont ouvertes avec le projet :
project-make = Créer le projet
project-stale = Le projet a changé pendant que cette page était ouverte. Vérifiez votre saisie, puis enregistrez à nouveau.
project-keep = Enregistrer
done-retried = Le message sera envoyé de nouveau.

figures-lead = Jusqu’où les personnes avancent dans chaque formulaire, et ce qui les arrête. Personne n’est nommé : seuls des jours et des nombres sont gardés.
figures-spans = Période
figures-days = { $days } derniers jours
figures-version = Version
figures-in-force = En vigueur
figures-started = Commencés
figures-submitted = Envoyés
figures-resumed = Repris après une pause
figures-discarded = Supprimés
figures-expired = Abandonnés jusqu’à l’échéance
figures-renewed = Recommencés avec un nouveau formulaire
figures-median = La moitié des envois a pris moins de
figures-steps = Combien ont atteint chaque étape
figures-faults = Réponses qui n’allaient pas
figures-none = Personne n’a commencé de formulaire sur cette période.
figures-minutes = { $number } min
figures-hours = { $number } h
figures-whole-days = { $number } jours
figures-fault-required = Sans réponse
figures-fault-must_confirm = Non confirmé
figures-fault-too_long = Trop long
figures-fault-pattern = Pas à la forme attendue
figures-fault-email = Pas une adresse e-mail
figures-fault-phone = Pas un numéro de téléphone
figures-fault-url = Pas une adresse web
figures-fault-number = Pas un nombre
figures-fault-whole = Pas un nombre entier
figures-fault-decimals = Trop de décimales
figures-fault-too_small = Trop petit
figures-fault-too_large = Trop grand
figures-fault-date = Pas une date
figures-fault-too_early = Trop tôt
figures-fault-too_late = Trop tard
figures-fault-option = Pas un des choix
figures-fault-too_many = Trop de fichiers ou de lignes
figures-fault-too_few = Trop peu de lignes
figures-fault-date_time = Pas une date et une heure
figures-fault-not_free = Plus libre
figures-fault-stopped = Le formulaire s’arrête là
figures-fault-invalid = Refusé par le formulaire

nav-organisations = Clients
organisation-new = Nouveau client
organisation-search = Chercher par nom
organisation-filter-active = Actifs
organisation-filter-disabled = Désactivés
organisation-filter-all = Tous
organisation-disabled = Désactivé
organisation-last = dernière activité
organisations-none = Aucun client ici
organisation-open-requests = { $count ->
    [0] aucune demande en cours
    [one] une demande en cours
   *[other] { $count } demandes en cours
 }
organisation-ongoing = Demandes en cours
organisation-facts = Ce que l’on sait
organisation-since = Client depuis
organisation-change = Modifier
organisation-name = Nom
organisation-make = Créer le client
organisation-stale = Le client a changé pendant que cette page était ouverte. Vérifiez votre saisie, puis enregistrez à nouveau.
organisation-disable = Désactiver ce client
organisation-disable-explain = Ses personnes n’ont plus accès dès le prochain clic, ni leurs programmes, sauf si elles appartiennent aussi à une autre organisation. Les invitations en cours sont annulées. Tout reste, et vous pouvez continuer à travailler.
organisation-disabled-explain = Ce client est désactivé : ses personnes n’ont pas accès.
organisation-enable = Réactiver ce client
organisation-enable-explain = Ses personnes auront à nouveau accès. Il faudra renouveler les invitations.
done-organisation-made = Le client est créé. Invitez maintenant quelqu’un.
done-organisation-changed = Le client a été modifié.
done-organisation-disabled = Le client est désactivé.
done-organisation-enabled = Le client est réactivé.
