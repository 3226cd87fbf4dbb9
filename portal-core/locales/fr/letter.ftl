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
address-subject = Confirmez votre nouvelle adresse pour { $portal }
address-intro = Vous souhaitez recevoir les messages de { $portal } à cette adresse et vous connecter avec elle. Continuez avec le bouton pour confirmer qu’elle est à vous.
address-once = Le lien sert une seule fois. D’ici là, votre adresse reste la même. Si ce n’est pas vous, ne faites rien.
address-button = Confirmer l’adresse
address-footer = Vous recevez ce message parce que cette adresse a été saisie sur { $portal }.
enter-subject = Votre lien de connexion à { $portal }
enter-intro = Avec ce lien, vous vous connectez sans mot de passe.
enter-once = Il sert une seule fois. Ne le donnez à personne : qui l’a peut entrer. Si vous ne l’avez pas demandé, ne faites rien.
enter-button = Se connecter
enter-footer = Vous recevez ce message parce que cette adresse a un compte sur { $portal }.

fact-when = Quand
fact-address = Nouvelle adresse
alert-footer = Vous recevez ce message parce qu’il concerne la sécurité de votre compte sur { $portal }. Il ne peut pas être désactivé.
password_changed-subject = Votre mot de passe pour { $portal } a été changé
password_changed-intro = Le mot de passe de votre compte a été changé, et les autres connexions ont été fermées.
password_changed-advice = C’était vous ? Il n’y a rien à faire. Sinon, choisissez tout de suite un nouveau mot de passe et écrivez-nous.
password_changed-button = Ce n’était pas moi : nouveau mot de passe
address_asked-subject = Une nouvelle adresse a été demandée pour votre compte sur { $portal }
address_asked-intro = Une personne connectée à votre compte a demandé une autre adresse e-mail. Elle ne compte qu’une fois confirmée ; d’ici là, rien ne change.
address_asked-advice = C’était vous ? Il n’y a rien à faire ici. Sinon, annulez la demande sur la page de votre compte et changez votre mot de passe.
address_asked-button = Ouvrir mon compte
address_changed-subject = L’adresse de votre compte sur { $portal } a été changée
address_changed-intro = Désormais, vous vous connectez avec la nouvelle adresse, et les messages y sont envoyés. Celui-ci est le dernier à { $address }.
address_changed-advice = C’était vous ? Il n’y a rien à faire. Sinon, écrivez-nous tout de suite.
address_wanted-subject = Votre adresse sur { $portal }
address_wanted-intro = Quelqu’un voulait utiliser { $address } pour un autre compte. Elle appartient au vôtre : rien n’a été changé, et cela ne lui a pas été dit.
address_wanted-advice = Si c’était vous : vous avez déjà un compte avec cette adresse, connectez-vous avec elle. Sinon, il n’y a rien à faire.
address_wanted-button = Se connecter
oldest_ended-subject = Une de vos connexions à { $portal } a été fermée
oldest_ended-intro = Vous êtes connecté dans plus de dix navigateurs ou appareils. La connexion la plus ancienne a été fermée.
oldest_ended-advice = La page de votre compte montre où vous êtes connecté. Fermez ce que vous ne reconnaissez pas, puis changez votre mot de passe.
oldest_ended-button = Voir où je suis connecté
factor_added-subject = La connexion en deux étapes est active pour { $portal }
factor_added-intro = Désormais, votre compte demande un code de votre application après le mot de passe.
factor_added-advice = C’était vous ? Gardez vos codes de secours en lieu sûr. Sinon, changez tout de suite votre mot de passe et écrivez-nous.
factor_added-button = Ouvrir mon compte
factor_removed-subject = La connexion en deux étapes est désactivée pour { $portal }
factor_removed-intro = Votre compte ne demande plus de seconde étape.
factor_removed-advice = C’était vous ? Il n’y a rien à faire. Sinon, changez tout de suite votre mot de passe, réactivez-la et écrivez-nous.
factor_removed-button = Ouvrir mon compte
recovery_used-subject = Un code de secours a été utilisé pour { $portal }
recovery_used-intro = Quelqu’un s’est connecté à votre compte avec un de ses codes de secours. Ce code ne sert plus.
recovery_used-advice = C’était vous ? Créez de nouveaux codes quand il en reste peu. Sinon, changez tout de suite votre mot de passe et écrivez-nous.
recovery_used-button = Ouvrir mon compte
recovery_renewed-subject = Nouveaux codes de secours pour { $portal }
recovery_renewed-intro = De nouveaux codes de secours ont été créés pour votre compte. Les précédents ne servent plus.
recovery_renewed-advice = C’était vous ? Gardez les nouveaux en lieu sûr. Sinon, changez tout de suite votre mot de passe et écrivez-nous.
recovery_renewed-button = Ouvrir mon compte
