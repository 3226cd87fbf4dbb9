# The words of the client's pages and of the frame.

skip = Aller au contenu
nav-label = Menu principal
nav-home = Accueil
nav-requests = Demandes
nav-documents = Documents
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
sign-out = Se déconnecter

done-message-sent = Votre message est envoyé.
done-draft-saved = C’est enregistré. Vous pourrez continuer quand vous voudrez.
done-draft-discarded = Le brouillon est supprimé.
done-provided = Merci, nous l’avons bien reçu.
done-approved = Merci. Votre accord est enregistré.
done-refused = Votre réponse est enregistrée, avec le motif.
done-moved = C’est fait. La demande est à jour.
done-language-changed = Les pages sont maintenant en français.
done-note-kept = La note est enregistrée.
done-document-added = Le document est ajouté.
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
