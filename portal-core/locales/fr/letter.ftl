greeting = Bonjour { $name },
fact-reference = Référence
fact-request = Demande
fact-status = État
fact-due = Avant le
fact-needed = Ce qu’il nous faut
fact-client = Client
footer = Vous recevez ce message parce que vous participez à cette demande sur { $portal }.
footer-help = Une question ? { $help }

receipt-subject = Nous avons bien reçu votre demande : { $title }
receipt-intro = Merci. Nous avons bien reçu votre demande et allons l’examiner. Vous n’avez rien à faire pour le moment.
receipt-button = Suivre ma demande

new_request-subject = Nouvelle demande : { $title }
new_request-intro = { $actor } a envoyé une nouvelle demande. Personne ne la suit encore.
new_request-button = Ouvrir la demande

status_changed-subject = { $title } : { $status }
status_changed-intro = Votre demande a avancé.
status_changed-button = Suivre ma demande

action_required-subject = À vous : { $task } ({ $title })
action_required-intro = Pour avancer sur votre demande, nous avons besoin de vous.
action_required-button-provide = Envoyer ce qui manque
action_required-button-approve = Lire et décider
action_required-button-answer = Répondre
action_required-button-read = Lire
action_required-button-book = Choisir un créneau
action_required-button-do = Voir ce qu’il faut faire
task-provide = Envoyer ce qui manque
task-approve = Approuver ou refuser
task-change = Modification des réponses
task-answer = Répondre à quelques questions
task-read = Lire
task-book = Choisir un créneau
task-do = À faire

action_answered-subject-done = Fait : { $task } ({ $title })
action_answered-subject-changed = Réponses modifiées : { $title }
action_answered-subject-refused = Refusé : { $task } ({ $title })
action_answered-intro-done = { $actor } a fait ce que vous aviez demandé.
action_answered-intro-changed = { $actor } a modifié des réponses de cette demande. Sa page les montre avant et après.
action_answered-intro-refused = { $actor } a refusé en donnant une raison.
action_answered-button = Ouvrir la demande

new_reply-subject = Nouveau message : { $title }
new_reply-intro = { $actor } vous a écrit.
new_reply-button = Lire et répondre

document_available-subject = Nouveau document : { $title }
document_available-intro = Un nouveau document est disponible pour vous.
document_available-button = Voir le document

closed-subject = { $title } : { $status }
closed-intro = Votre demande est arrivée à son terme.
closed-button = Voir le résultat

due_soon-subject = Bientôt dû : { $task } ({ $title })
due_soon-intro = Ceci vous attend toujours, et son échéance approche.
due_soon-button = Voir ce qu’il y a à faire

late-subject-task = En retard : { $task } ({ $title })
late-subject-request = En retard : { $title }
late-intro-yours = L’échéance est passée, et ceci vous attend toujours. Votre demande avance dès que c’est fait.
late-intro-theirs = Le client ne l’a pas fait à temps. Vous pouvez lui écrire, ou vous en passer.
late-intro-request = Cette demande aurait dû avancer, et elle nous attend.
late-button = Ouvrir la demande

own-subject = { $title } : { $status }
own-intro = Il s’est passé quelque chose sur cette demande.
own-button = Ouvrir la demande

invitation-subject = { $sender } vous invite sur { $portal }
invitation-intro = { $sender } vous invite à rejoindre { $place } sur { $portal } : vous y faites vos demandes, suivez leur avancement et retrouvez vos documents.
invitation-once = Choisissez un mot de passe, et c’est fait. Le lien sert une seule fois.
invitation-button = Accepter l’invitation
invitation-footer = Vous recevez ce message parce que { $sender } a donné votre adresse. Si vous ne l’attendiez pas, ne faites rien.
reset-subject = Choisissez un nouveau mot de passe pour { $portal }
reset-intro = Quelqu’un a demandé un nouveau mot de passe pour votre compte. Si c’est vous, continuez avec le bouton.
reset-once = Le lien sert une seule fois. Si ce n’est pas vous, ne faites rien : votre mot de passe reste le même.
reset-button = Choisir un nouveau mot de passe
reset-footer = Vous recevez ce message parce que cette adresse a un compte sur { $portal }.
fact-until = Jusqu’au
