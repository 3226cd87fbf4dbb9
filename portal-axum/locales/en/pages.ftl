# The words of the client's pages and of the frame.

skip = Skip to the content
nav-label = Main
nav-home = Home
nav-requests = Requests
nav-documents = Documents
nav-account = My account
languages = Language
support-email = Help by mail:
support-phone = Help by phone:
privacy = Privacy
error-prefix = Error:
summary-title = Something needs your attention
session-warning = You will be signed out in two minutes. Save what you are writing, or open any page to stay signed in.
pages-label = Pages
pages-first = Back to the first page
pages-next = Next page

sign-in = Sign in
sign-in-to = Sign in to { $portal }
sign-in-email = Email address
sign-in-password = Password
sign-in-wrong = The email address or the password is wrong. Check both and try again. After several tries you need to wait a little.
sign-out = Sign out

done-message-sent = Your message was sent.
done-draft-saved = Saved. You can go on whenever you like.
done-draft-discarded = The draft was deleted.
done-provided = Thank you, we have received it.
done-approved = Thank you. Your approval is recorded.
done-refused = Your answer is recorded, with the reason.
done-moved = Done. The request is up to date.
done-language-changed = Pages are now in English.
done-note-kept = The note was saved.
done-document-added = The document was added.
done-assigned = The request has its owner.

problem-home = Go to the start page
problem-reference = If you contact us about this, give the reference { $reference }.
problem-bad-request = We could not read what was sent
problem-bad-request-advice = Go back, reload the page and try again.
problem-forbidden = You may not do this
problem-forbidden-advice = Your account does not allow it. A colleague with more rights may be able to help you.
problem-not-found = This page does not exist
problem-not-found-advice = The address may be mistyped, or what it showed is no longer here. The start page shows everything that is yours.
problem-conflict = This is no longer possible
problem-conflict-advice = Somebody was faster, or things have moved on since you opened the page. Open it again to see where it stands now.
problem-too-large = That was too much at once
problem-too-large-advice = All files of one page together may have 100 MB. Go back and send fewer, or smaller ones.
problem-unprocessable = Something is missing or wrong
problem-unprocessable-advice = Go back, check what you entered and try again.
problem-wait = A moment, please
problem-wait-advice = There were too many tries in a short time. Wait a little and try again.
problem-broken = Something went wrong on our side
problem-broken-advice = We have recorded it. Nothing was changed. Try again; if it happens again, contact us.
problem-unavailable = The portal is not available right now
problem-unavailable-advice = It will be back in a moment. Nothing was lost. Try again shortly.
