# The words of the client's pages and of the frame.

skip = Aller au contenu
nav-label = Menu principal
nav-home = Accueil
nav-requests = Demandes
nav-documents = Documents
nav-projects = Projets
nav-account = Mon compte
languages = Langue
support-email = Aide par e-mail :
support-phone = Aide par téléphone :
privacy = Confidentialité
error-prefix = Erreur :
summary-title = Un point demande votre attention
session-warning = Vous serez déconnecté dans deux minutes. Enregistrez ce que vous écrivez, ou ouvrez une page pour rester connecté.
pages-label = Pages
pages-first = Revenir à la première page
pages-next = Page suivante

sign-in = Se connecter
sign-in-to = Connexion à { $portal }
sign-in-email = Adresse e-mail
sign-in-password = Mot de passe
sign-in-wrong = L’adresse e-mail ou le mot de passe est incorrect. Vérifiez les deux et réessayez. Après plusieurs essais, il faut patienter un peu.
sign-in-with = Se connecter avec { $way }
sign-out = Se déconnecter

done-message-sent = Votre message est envoyé.
done-draft-saved = C’est enregistré. Vous pourrez continuer quand vous voudrez.
done-draft-renewed = Le brouillon recommence avec le nouveau formulaire.
done-draft-discarded = Le brouillon est supprimé.
done-provided = Merci, nous l’avons bien reçu.
done-ticked = Merci, c’est noté.
done-changed = Vos réponses sont modifiées.
done-checked = Votre décision est enregistrée.
done-approved = Merci. Votre accord est enregistré.
done-refused = Votre réponse est enregistrée, avec le motif.
done-moved = C’est fait. La demande est à jour.
done-language-changed = Les pages sont maintenant en français.
done-note-kept = La note est enregistrée.
done-document-added = Le document est ajouté.
done-fields-kept = Les champs sont enregistrés.
done-assigned = La demande a son responsable.

problem-home = Aller à l’accueil
problem-reference = Si vous nous contactez à ce sujet, indiquez la référence { $reference }.
problem-bad-request = Nous n’avons pas pu lire ce qui a été envoyé
problem-bad-request-advice = Revenez en arrière, rechargez la page et réessayez.
problem-forbidden = Vous ne pouvez pas faire cela
problem-forbidden-advice = Votre compte ne le permet pas. Un collègue qui a plus de droits peut sans doute vous aider.
problem-not-found = Cette page n’existe pas
problem-not-found-advice = L’adresse est peut-être mal écrite, ou ce qu’elle montrait n’est plus là. L’accueil montre tout ce qui vous concerne.
problem-conflict = Ce n’est plus possible
problem-conflict-advice = Quelqu’un a été plus rapide, ou les choses ont avancé depuis que vous avez ouvert la page. Rouvrez-la pour voir où elle en est.
problem-too-large = C’était trop en une fois
problem-too-large-advice = Tous les fichiers d’une page peuvent faire 100 Mo ensemble. Revenez en arrière et envoyez-en moins, ou de plus petits.
problem-unprocessable = Il manque quelque chose, ou quelque chose ne va pas
problem-unprocessable-advice = Revenez en arrière, vérifiez ce que vous avez saisi et réessayez.
problem-wait = Un instant, s’il vous plaît
problem-wait-advice = Il y a eu trop d’essais en peu de temps. Patientez un peu et réessayez.
problem-broken = Un problème est survenu de notre côté
problem-broken-advice = Nous l’avons noté. Rien n’a été modifié. Réessayez ; si cela se reproduit, contactez-nous.
problem-unavailable = Le portail n’est pas disponible pour le moment
problem-unavailable-advice = Il revient dans un instant. Rien n’est perdu. Réessayez bientôt.

back = Retour
search = Rechercher
search-clear = Effacer la recherche
nothing-matches = Aucun résultat
optional = (facultatif)
download = Télécharger
change = Modifier
note = Note interne
status-since = depuis le
due = Avant le
late-since = Attendu avant le
somebody = Quelqu’un
some-document = un document
some-task = une action

dashboard-hello = Bonjour { $name }
dashboard-todo = Ce que vous avez à faire
dashboard-nothing-to-do = Rien à faire pour vous en ce moment. Nous vous écrivons dès que cela change.
dashboard-ongoing = Demandes en cours
dashboard-all-requests = Toutes les demandes
dashboard-no-requests = Pas encore de demande
dashboard-no-requests-advice = Commencez-en une avec le bouton en haut de la page. Vous pouvez vous arrêter à tout moment et reprendre plus tard.
dashboard-no-requests-viewer = Les demandes de votre entreprise apparaissent ici. Votre compte n’en ouvre pas ; demandez à un collègue qui le peut.
dashboard-colleagues = En attente de vos collègues
dashboard-news = Depuis votre dernière visite
dashboard-no-news = Rien de nouveau depuis votre dernière visite.
dashboard-documents = Derniers documents
dashboard-all-documents = Tous les documents

new-request = Nouvelle demande
choose-title = De quoi avez-vous besoin ?
choose-start = Commencer
choose-in-project = Pour le projet « { $name } ».
choose-anything = C’est pour autre chose
choose-none = Aucune demande n’est possible ici
search-requests = Mots du titre, ou référence
filter-state = Afficher
filter-all = Toutes les demandes
filter-open = Celles en cours
filter-closed = Celles terminées

draft = Pas encore envoyée
draft-edited = Modifiée le
draft-kept-until = Conservée jusqu’au
steps = Étapes du formulaire
continue = Enregistrer et continuer
save-and-leave = Enregistrer et quitter
discard = Supprimer ce brouillon
discard-title = Supprimer ce brouillon ?
discard-lead = « { $title } » n’est pas encore envoyée. Ses réponses et ses fichiers seront perdus.
discard-keep = Le garder
update-hint = D’autres questions dépendent de cette réponse.
update = Les afficher
revealed = Vos réponses font apparaître un point à compléter :
draft-progress = Étapes terminées : { $done } sur { $of }
draft-newer = Une version plus récente de ce formulaire existe.
draft-newer-look = Voir ce qui changerait en recommençant
all-steps = Toutes les étapes
go-on = Reprendre
step-done = Terminée
step-todo = À compléter
step-not-yet = Pas encore possible
step-not-needed = Inutile ici
exists-title = Vous en avez déjà commencé une
exists-lead = Reprenez-la, ou commencez-en une autre à côté.
exists-another = En commencer une autre

project = Projet
project-which = De quel projet s’agit-il ?
project-go-on = Continuer
project-none-of-them = Aucun d’eux
project-none = aucun
project-is = Projet : { $name }
project-choose-fault = Choisissez un projet pour continuer.
project-none-open = Aucun projet n’est ouvert
project-none-open-advice = Cette demande concerne un projet, et aucun des vôtres n’est ouvert. Écrivez-nous, nous en créerons un.
project-search = Rechercher un projet
project-filter-open = Ouverts
project-filter-closed = Clos
project-open = Ouvert
project-closed = Clos
project-closed-explain = Rien de nouveau n’y est ouvert. Ce qui est commencé continue.
projects-none = Aucun projet ici
projects-none-advice = Un projet réunit tout ce qui va ensemble : demandes, documents, prochaines étapes. Nous en créons un avec vous quand un travail plus important commence.
projects-open-ones = Afficher les projets ouverts
project-state = Où il en est
project-progress =
    { $all ->
        [one] { $over ->
            [0] Sa seule demande est en cours.
           *[other] Sa seule demande est terminée.
        }
       *[other] { $over ->
            [0] Aucune de ses { $all } demandes n’est encore terminée.
            [one] 1 demande sur { $all } est terminée.
           *[other] { $over } demandes sur { $all } sont terminées.
        }
    }
project-no-requests = Pas encore de demande ici.
project-over = Terminé
project-all-requests = Toutes les demandes de ce projet
project-facts = À propos de ce projet
project-since = Depuis
project-change = Modifier
project-close = Clore le projet
project-reopen = Rouvrir le projet
project-new = Nouveau projet
dashboard-projects = Projets
dashboard-all-projects = Tous les projets
filter-project = Projet
filter-project-all = Tous les projets
renew-title = Recommencer avec le nouveau formulaire ?
renew-lead = Le formulaire a changé depuis que vous avez commencé « { $title } ». Vous pouvez terminer et envoyer ce que vous avez. Si vous recommencez, chaque réponse qui convient encore est gardée, et vous repassez par les étapes.
renew-dropped = Ces réponses ne conviennent plus au nouveau formulaire et seraient perdues
renew-all-fit = Toutes vos réponses conviennent au nouveau formulaire.
renew = Recommencer
renew-keep = Continuer tel quel
check-title = Vérifiez vos réponses
check-lead = Rien n’est encore envoyé. Relisez vos réponses, modifiez ce qui ne va pas, puis envoyez.
check-faults = Des réponses manquent encore ou ne vont pas
send = Envoyer la demande
answer-before = Avant
answer-now = Maintenant
answer-none = Sans réponse
answer-yes = Oui
answer-no = Non
answer-confirmed = Confirmé
answer-other = Autre
answer-other-words = Avec vos propres mots
answer-in-words = { $option } : { $words }
address-street = Numéro et rue
address-postal-code = Code postal
address-city = Ville
address-country = Pays
choose = Veuillez choisir
times-about = Chaque rendez-vous dure { $length }. Les heures sont celles de { $zone }.
times-none = Aucun créneau n’est libre pour le moment. Ce que vous avez saisi est conservé : revenez plus tard, ou contactez-nous.
times-free =
    { $count ->
        [one] 1 créneau libre
       *[other] { $count } créneaux libres
    }
times-near = Créneaux libres proches
times-without = Pas de rendez-vous pour le moment
length-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
length-hours =
    { $count ->
        [one] 1 heure
       *[other] { $count } heures
    }
row-add = Ajouter : { $row }
row-remove = Retirer
compute-again = Recalculer
computed-none = Calculé d’après vos réponses
stop-explain = Le formulaire s’arrête ici. Ce que vous avez saisi est conservé en brouillon.
stop-home = Retour à l’accueil
stop-look-again = J’ai changé ma réponse

receipt-title = Votre demande est envoyée
receipt-reference = Sa référence
receipt-next = Et maintenant
receipt-mail = Nous envoyons une confirmation à { $email }.
receipt-open = Suivre la demande

turn-client = C’est à votre entreprise d’agir
turn-team = Nous nous en occupons
turn-third-party = Un tiers s’en occupe
turn-nobody = Personne n’a à agir pour l’instant
turn-client-for-team = En attente du client
turn-team-for-team = En attente de nous

request-state = Où elle en est
request-facts = En bref
request-reference = Référence
request-owner = Suivie par
request-no-owner = Pas encore attribuée
request-opened-by = Envoyée par
request-submitted = Envoyée le
request-messages = Messages
request-no-messages = Pas encore de message. Écrivez-nous si un point n’est pas clair ou a changé.
request-write = Écrire un message
request-send-message = Envoyer le message
request-timeline = Ce qui s’est passé
request-may-change = Le traitement n’a pas encore commencé.
request-change-answers = Modifier vos réponses
request-answers = Vos réponses
request-team-answers = De notre équipe
request-moves = Autres actions

move-outcome = Ce que cela veut dire :
move-stale = La demande a changé depuis que vous avez ouvert cette page. Ce que vous voyez est maintenant à jour, et votre texte est toujours là. S’il convient encore, confirmez à nouveau.
move-cancel = Revenir
move-reason = Pourquoi ? L’autre partie lit ce motif.
move-comment = Votre message

event-submitted = Demande envoyée
event-moved = Maintenant : { $status }
event-assigned = { $owner } s’en occupe
event-unassigned = Personne ne s’en occupe pour l’instant
event-migrated = Déplacée par une nouvelle version de la définition
event-task-due-soon = Bientôt dû : { $task }
event-task-late = En retard : { $task }
event-due-soon = Échéance proche : à nous d’avancer
event-late = En retard : nous aurions dû avancer
event-task-opened = Demandé : { $task }
event-task-done = Fait : { $task }
event-answers-changed = Réponses modifiées
event-task-refused = Refusé : { $task }
event-task-handed-in = Remis : { $task }
event-task-returned = À reprendre : { $task }
event-task-waived = Plus nécessaire : { $task }
event-task-ended = N’est plus nécessaire : { $task }
event-message = Message
event-note = Note interne
event-noted = Noté par l’équipe : { $fields }
event-document-added = Document ajouté : { $title }
event-document-shared = Document partagé : { $title }

task-provide = Envoyer ce qui manque
task-provide-button = Envoyer les documents
task-approve = Valider ou refuser
task-approve-request = Valider ou refuser la demande
task-approve-button = Lire et décider
task-change = Modification des réponses
task-change-reason = Le traitement n’a pas encore commencé : vous pouvez encore modifier ce que vous nous avez dit. Nous voyons votre réponse précédente à côté.
change-send = Enregistrer les modifications
change-leave = Laisser tel quel
change-stale = La demande a changé entre-temps. Vos modifications figurent ci-dessous : vérifiez-les et envoyez-les à nouveau.
task-answer = Répondre à quelques questions
task-correct = Corriger vos réponses
task-answer-button = Répondre
task-read = Lire
task-read-button = Lire
task-reply = Répondre à une question
task-book = Choisir un créneau
task-book-button = Choisir
task-do = À faire
task-do-button = Voir ce qu’il faut faire
task-do-done = Je l’ai fait
task-do-read = Je l’ai lu
task-reply-label = Votre réponse
task-returned = Merci de revoir ce point :
task-send = Envoyer
task-send-hint = « Déposer » garde seulement les fichiers ici ; « Envoyer » nous transmet le tout.
task-upload = Déposer
task-do-approve = Valider
task-do-refuse = Refuser
task-to-request = Aller à la demande
task-is-done = C’est fait. Merci.
task-is-refused = C’est refusé, pour ce motif :
task-is-waiting = Cela s’ouvre quand d’autres choses sont faites.
task-is-checking = Merci. Nous examinons ce que vous avez envoyé.
task-to-check = Voici ce qui a été remis. Acceptez-le, ou dites ce qui est à reprendre.
task-is-waived = Ce n’est plus nécessaire, pour ce motif :
check-accept = Tout accepter
check-reason = Qu’est-ce qui ne va pas dans { $name } ?
check-reason-hint = Laissez vide ce qui convient. Le client lit votre motif.
check-return = Rendre
task-is-ended = Ce n’est plus nécessaire.
task-of-others = Votre compte ne peut pas le faire. C’est à : { $doers }.
task-of-nobody = Votre compte ne peut pas le faire, et personne de votre entreprise ne le peut pour l’instant. Contactez-nous.
refuse-title = Refuser
refuse-lead = La demande nous revient avec votre motif, pour que nous fassions mieux.
refuse-reason = Pourquoi refusez-vous ?
refuse-reason-hint = Nous lisons ce motif, et vos collègues aussi.

documents-none = Pas encore de document
documents-none-advice = Ce que vous nous envoyez et ce que nous partageons avec vous apparaît ici.
search-documents = Mots du nom
document-name = Nom
document-kind = Type
document-request = Demande
document-added = Ajouté le
documents-own = Vos documents
documents-shared = Guides et liens utiles
document-leads-out = mène à un autre site
task-progress = { $done } sur { $all } lus
task-item-read = lu
blank-download = Télécharger le modèle à remplir
document-size = Taille

account-name = Nom
account-organisation = Entreprise
account-who = Qui je suis
account-save-name = Enregistrer le nom
account-save-language = Enregistrer la langue
account-entering = Comment je me connecte
account-sessions = Où je suis connecté
session-this = ici
session-unknown = Navigateur inconnu
session-used = Dernière utilisation
session-begun = Connexion
session-end = Déconnecter
sessions-end-others = Déconnecter partout ailleurs
done-renamed = Votre nom a été changé.
done-session-ended = Cette connexion est fermée.
done-sessions-ended = Toutes les autres connexions sont fermées.

family-pdf = PDF
family-image = image
family-office = document bureautique
family-text = fichier texte
family-archive = archive ZIP
family-video = vidéo

file-limits =
    { $most ->
        [one] { $families }, { $size } au plus.
       *[other] { $families }, { $size } au plus chacun, { $most } fichiers au plus.
    }
file-remove = Retirer
file-empty = « { $name } » est vide. Choisissez un fichier qui contient quelque chose.
file-cut-off = « { $name } » n’est pas arrivé en entier. Envoyez-le à nouveau.
file-too-large = « { $name } » dépasse { $limit }. Choisissez un fichier plus petit.
file-type = « { $name } » n’est pas de l’un de ces types : { $limit }. Choisissez un autre fichier.
file-too-many = Il y a déjà { $limit } fichiers. Retirez-en un pour ajouter « { $name } ».
file-no-space = L’espace de votre entreprise est plein. Contactez-nous.

fault-required = « { $field } » est encore vide
fault-must-confirm = Merci de confirmer : « { $field } »
fault-too-long = « { $field } » : { $limit } caractères au plus
fault-invalid = « { $field } » ne semble pas correct
fault-email = « { $field } » : écrivez une adresse e-mail, comme nom@exemple.fr
fault-phone = « { $field } » : écrivez un numéro de téléphone, comme +33 1 23 45 67 89
fault-url = « { $field } » : écrivez une adresse web, comme https://exemple.fr
fault-number = « { $field } » : écrivez un nombre, comme 1200 ou 12,50
fault-whole = « { $field } » : écrivez un nombre entier, sans décimales
fault-decimals = « { $field } » : { $limit } décimales au plus
fault-too-small = « { $field } » : { $limit } au moins
fault-too-large = « { $field } » : { $limit } au plus
fault-date = « { $field } » : écrivez une date, comme 31/01/2026
fault-too-early = « { $field } » : { $limit } ou plus tard
fault-too-late = « { $field } » : { $limit } ou plus tôt
fault-option = « { $field } » : choisissez l’une des options
fault-not-free = « { $field } » : ce créneau n’est plus libre. Choisissez-en un autre ; vos autres réponses sont conservées
fault-too-many-files = « { $field } » : { $limit } fichiers au plus
fault-time = « { $field } » : écrivez un jour et une heure, comme 2026-01-31 14:30
fault-too-few-rows = « { $field } » : remplissez-en au moins { $limit }
fault-too-many-rows = « { $field } » : { $limit } au plus
fault-stopped = { $field }

missing-reason = Écrivez pourquoi
missing-note = Écrivez la note
missing-message = Écrivez le message
missing-too-long = { $limit } caractères au plus
missing-document = Choisissez un fichier : { $kind }
missing-tasks = Choisissez au moins une chose à demander

nav-people = Personnes
invite = Inviter quelqu’un
invite-lead = La personne reçoit un message avec un lien valable une semaine.
invite-send = Envoyer l’invitation
invite-there = Quelqu’un a déjà cette adresse ici.
invite-often = Trois messages sont partis à cette adresse en une heure. Réessayez plus tard, ou demandez de regarder dans les indésirables.
people-invited = Invitations en attente
people-here = Avec un accès
people-me = vous
people-change = Modifier
invitation-leaving = Le message va partir
invitation-sent = Message envoyé
invitation-failed = Le message n’est pas arrivé. Vérifiez l’adresse, puis invitez à nouveau.
invitation-expired = Sans réponse dans le délai
invitation-until = valable jusqu’au
invitation-again = Renvoyer
invitation-revoke = Annuler
invitation-title = Bienvenue sur { $portal }
invitation-lead = { $sender } vous invite à rejoindre { $place }, avec le rôle : { $role }.
invitation-has-account = Vous avez déjà un compte avec cette adresse : son mot de passe suffit.
invitation-wrong-password = Ce n’est pas le mot de passe de votre compte.
invitation-accept = Accepter et entrer
invitation-recognised = Vous êtes connecté en tant que { $shown }.
invitation-somebody-else = Cette invitation a été envoyée à { $email }, et vous êtes connecté en tant que { $shown }. Connectez-vous avec le compte de cette adresse, ou demandez une invitation pour la vôtre.
stranger-title = Nous ne connaissons pas encore ce compte
stranger-lead = Vous êtes connecté avec { $way } en tant que { $shown }, et personne ici n’a ce compte.
stranger-invited = Si vous avez été invité, rouvrez le lien de l’invitation et acceptez-la avec { $way }.
stranger-password = Si vous avez un mot de passe ici, connectez-vous avec.
stranger-ask = Sinon, demandez une invitation à la personne qui vous a parlé de ce portail.
link-gone = Ce lien n’est plus valable
link-gone-advice = Il a servi, un plus récent le remplace, ou son délai est passé. Demandez-en un nouveau à la personne qui vous a invité ; pour un nouveau mot de passe, demandez-le ici.
forgot = Mot de passe oublié ?
forgot-title = Un nouveau mot de passe
forgot-lead = Donnez-nous votre adresse e-mail. Nous vous envoyons un lien pour en choisir un nouveau.
forgot-send = M’envoyer le lien
forgot-email = Saisissez votre adresse e-mail, comme nom@exemple.fr.
on-its-way = Regardez dans votre messagerie
on-its-way-lead = Si { $email } a un compte ici, un message avec un lien est en route. Le lien est valable { $minutes } minutes.
on-its-way-none = Rien reçu ? Regardez dans les indésirables et vérifiez l’adresse.
reset-title = Choisissez un nouveau mot de passe
reset-lead = Vous serez ensuite déconnecté partout ailleurs.
reset-choose = Enregistrer et entrer
password-new = Nouveau mot de passe
password-change = Changer le mot de passe
password-change-lead = Vous serez alors déconnecté partout ailleurs, et un message vous le confirmera.
password-old = Mot de passe actuel
password-old-wrong = Ce n’est pas votre mot de passe actuel. Vérifiez-le et réessayez. Après plusieurs essais, il faut attendre un peu.
password-save = Enregistrer le mot de passe
done-password-changed = Votre mot de passe a été changé. Vous êtes déconnecté partout ailleurs.
address-change = Changer l’adresse e-mail
address-change-lead = C’est { $email }. Un message part à la nouvelle ; elle comptera dès que vous l’aurez confirmée.
address-new = Nouvelle adresse e-mail
address-send = Envoyer le message
address-same = C’est déjà votre adresse.
address-waits = à confirmer avant le
address-cancel = Annuler
address-confirm = Confirmer l’adresse
address-confirm-lead = { $email } devient l’adresse de { $name } : pour se connecter et pour recevoir les messages.
address-confirm-now = Confirmer
address-confirmed-lead = Connectez-vous désormais avec elle.
done-address-asked = Un message part à la nouvelle adresse. Elle comptera dès que vous l’aurez confirmée.
done-address-revoked = Votre adresse reste la même.
done-address-changed = La nouvelle adresse compte désormais.
sign-in-link = M’envoyer un lien
sign-in-link-instead = M’envoyer plutôt un lien
sign-in-link-explain = Nous vous envoyons un message avec un lien : il vous connecte, sans mot de passe.
enter-lead = En tant que { $email }.
password-hint = Au moins 12 caractères. Plusieurs mots se retiennent facilement.
password-short = Trop court : prenez au moins 12 caractères, par exemple plusieurs mots.
password-long = Trop long : prenez au plus 128 caractères.
password-nul = Il contient un caractère qu’aucun clavier ne produit. Saisissez-le à nouveau.
password-simple = Trop simple : avec des chiffres seuls, il en faut 16 ; avec des lettres, 12.
password-common = Beaucoup utilisent ce mot de passe, ou presque ; il est parmi les premiers essayés. Prenez plusieurs mots sans lien entre eux.
password-own = Il est surtout fait de votre nom, de votre adresse ou d’un nom connu de tous ici. Prenez d’autres mots.
password-guessable = Il suit un modèle vite deviné : une suite de touches, une date, un seul mot. Prenez plusieurs mots sans lien entre eux.
person-name = Nom
person-email = Adresse e-mail
person-role = Rôle
person-language = Langue du message
person-save-role = Enregistrer le rôle
person-remove = Mettre fin à l’accès
person-remove-explain = { $name } n’a plus accès dès le prochain clic. Ce qui a été ouvert et écrit reste.
person-remove-now = Mettre fin à l’accès de { $name }
done-invited = L’invitation est en route.
done-invitation-revoked = L’invitation est annulée.
done-role-changed = Le rôle est enregistré.
done-person-removed = L’accès est terminé.

confirm-anew = Vous vous connectez sans mot de passe. Déconnectez-vous, reconnectez-vous et revenez ici dans les dix minutes.
confirm-title = Confirmez que c’est bien vous
confirm-lead = Votre connexion date un peu, et la suite protège votre compte. Saisissez votre mot de passe, puis vous reprendrez où vous en étiez.
confirm-wrong = Ce n’est pas le mot de passe de votre compte. Après plusieurs essais, il faut patienter un peu.
confirm-go-on = Continuer
