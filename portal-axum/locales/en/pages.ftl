# The words of the client's pages and of the frame.

skip = Skip to the content
nav-label = Main
nav-home = Home
nav-requests = Requests
nav-documents = Documents
nav-projects = Projects
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
sign-in-with = Sign in with { $way }
sign-out = Sign out

done-message-sent = Your message was sent.
done-draft-saved = Saved. You can go on whenever you like.
done-draft-renewed = The draft begins anew with the newer form.
done-draft-discarded = The draft was deleted.
done-provided = Thank you, we have received it.
done-ticked = Thank you, it is noted.
done-changed = Your answers are changed.
done-checked = Your verdict is recorded.
done-approved = Thank you. Your approval is recorded.
done-refused = Your answer is recorded, with the reason.
done-moved = Done. The request is up to date.
done-language-changed = Pages are now in English.
done-note-kept = The note was saved.
done-document-added = The document was added.
done-fields-kept = The fields are saved.
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

back = Back
search = Search
search-clear = Clear the search
nothing-matches = Nothing matches
optional = (optional)
download = Download
change = Change
note = Internal note
status-since = since
due = By
late-since = Was due by
somebody = Somebody
some-document = a document
some-task = something to do

dashboard-hello = Hello { $name }
dashboard-todo = What you need to do
dashboard-nothing-to-do = Nothing to do for you right now. We tell you by mail when that changes.
dashboard-ongoing = Ongoing requests
dashboard-all-requests = All requests
dashboard-no-requests = No requests yet
dashboard-no-requests-advice = Begin one with the button at the top of this page. You can stop at any time and go on later.
dashboard-no-requests-viewer = Requests of your company appear here. Your account does not open new ones; ask a colleague who can.
dashboard-colleagues = Waiting for your colleagues
dashboard-news = Since your last visit
dashboard-no-news = Nothing new since your last visit.
dashboard-documents = Latest documents
dashboard-all-documents = All documents

new-request = New request
choose-title = What do you need?
choose-start = Start
choose-in-project = For the project “{ $name }”.
choose-anything = It is about something else
choose-none = Nothing can be requested from here
search-requests = Words in the title, or the reference
filter-state = Show
filter-all = All requests
filter-open = Ongoing ones
filter-closed = Those that are over

draft = Not sent yet
draft-edited = Last edited
draft-kept-until = Kept until
steps = Steps of the form
continue = Save and continue
save-and-leave = Save and leave
discard = Delete this draft
discard-title = Delete this draft?
discard-lead = “{ $title }” was not sent yet. Its answers and files will be gone.
discard-keep = Keep it
update-hint = Other questions depend on this answer.
update = Show them
revealed = Your answers bring up one more thing to fill in:
draft-progress = { $done } of { $of } steps done
draft-newer = A newer version of this form exists.
draft-newer-look = See what would change if you begin anew
all-steps = All steps
go-on = Go on
step-done = Done
step-todo = To be completed
step-not-yet = Cannot start yet
step-not-needed = Not needed
exists-title = You have begun one already
exists-lead = Go on with it, or begin another beside it.
exists-another = Begin another

project = Project
project-which = Which project is it about?
project-go-on = Continue
project-none-of-them = None of them
project-none = none
project-is = Project: { $name }
project-choose-fault = Choose a project to go on.
project-none-open = There is no open project
project-none-open-advice = This belongs to a project, and none of yours is open. Write to us, and we set one up.
project-search = Search projects
project-filter-open = Open
project-filter-closed = Closed
project-open = Open
project-closed = Closed
project-closed-explain = Nothing new is opened in it. What was begun goes on.
projects-none = No projects here
projects-none-advice = A project keeps all that belongs together: requests, documents, what comes next. We set one up with you when something larger begins.
projects-open-ones = Show the open projects
project-state = Where it stands
project-progress =
    { $all ->
        [one] { $over ->
            [0] Its one request is under way.
           *[other] Its one request is done.
        }
       *[other] { $over ->
            [0] None of its { $all } requests is done yet.
            [one] 1 of its { $all } requests is done.
           *[other] { $over } of its { $all } requests are done.
        }
    }
project-no-requests = There is no request here yet.
project-over = Done
project-all-requests = All requests of this project
project-facts = About this project
project-since = Since
project-change = Change
project-close = Close the project
project-reopen = Open it again
project-new = New project
dashboard-projects = Projects
dashboard-all-projects = All projects
filter-project = Project
filter-project-all = All projects
renew-title = Begin anew with the newer form?
renew-lead = The form has changed since you began “{ $title }”. You can finish and send what you have. If you begin anew, every answer that still fits is kept, and you go through the steps again.
renew-dropped = These answers do not fit the newer form and would be gone
renew-all-fit = All your answers fit the newer form.
renew = Begin anew
renew-keep = Go on as it is
check-title = Check your answers
check-lead = Nothing has been sent yet. Read your answers, change what is not right, then send.
check-faults = Some answers are still missing or wrong
send = Send the request
answer-before = Before
answer-now = Now
answer-none = Not answered
answer-yes = Yes
answer-no = No
answer-confirmed = Confirmed
answer-other = Other
answer-other-words = In your own words
answer-in-words = { $option }: { $words }
address-street = Street and number
address-postal-code = Postal code
address-city = Town
address-country = Country
choose = Please choose
times-about = Each lasts { $length }. The times are those of { $zone }.
times-none = No time is free at the moment. What you have entered is kept: come back later, or contact us.
times-free =
    { $count ->
        [one] 1 free time
       *[other] { $count } free times
    }
times-near = Free times nearby
times-without = No time for now
length-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
length-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
row-add = Add another: { $row }
row-remove = Remove
compute-again = Recalculate
computed-none = Worked out from your answers
stop-explain = The form ends here. What you have entered so far is kept as a draft.
stop-home = Back to the start page
stop-look-again = I changed my answer

receipt-title = Your request is sent
receipt-reference = Its reference
receipt-next = What happens next
receipt-mail = We send a confirmation to { $email }.
receipt-open = Follow the request

turn-client = It is your company’s turn
turn-team = We are on it
turn-third-party = Somebody outside is on it
turn-nobody = Nobody needs to act for now
turn-client-for-team = Waits for the client
turn-team-for-team = Waits for us

request-state = Where it stands
request-facts = At a glance
request-reference = Reference
request-owner = Handled by
request-no-owner = Not assigned yet
request-opened-by = Sent by
request-submitted = Sent on
request-messages = Messages
request-no-messages = No messages yet. Write to us if something is unclear or has changed.
request-write = Write a message
request-send-message = Send the message
request-timeline = What happened
request-may-change = Nobody has begun to work on it yet.
request-change-answers = Change your answers
request-answers = Your answers
request-team-answers = From our team
request-moves = More

move-outcome = What it means:
move-stale = The request changed since you opened this page. What you see now is up to date, and your text is still here. If it still fits, confirm again.
move-cancel = Go back
move-reason = Why? The other side reads this.
move-comment = Your message

event-submitted = Request sent
event-moved = Now: { $status }
event-assigned = { $owner } takes care of it
event-unassigned = Nobody takes care of it for now
event-migrated = Moved by a new version of the definition
event-task-due-soon = Due soon: { $task }
event-task-late = Late: { $task }
event-due-soon = Due soon: we should go on
event-late = Late: we should have gone on
event-task-opened = Asked for: { $task }
event-task-done = Done: { $task }
event-answers-changed = Answers changed
event-task-refused = Refused: { $task }
event-task-handed-in = Handed in: { $task }
event-task-returned = Given back: { $task }
event-task-waived = Not needed any more: { $task }
event-task-ended = No longer needed: { $task }
event-message = Message
event-note = Internal note
event-noted = Noted by the team: { $fields }
event-document-added = Document added: { $title }
event-document-shared = Document shared: { $title }

task-provide = Send what is missing
task-provide-button = Send documents
task-approve = Approve or refuse
task-approve-request = Approve or refuse the request
task-approve-button = Read and decide
task-change = Change of the answers
task-change-reason = Nobody has begun to work on it yet, so you can still change what you told us. We see what you said before beside it.
change-send = Save the changes
change-leave = Leave it as it is
change-stale = Something happened to this request meanwhile. Your changes are below: check them and send them again.
task-answer = Answer some questions
task-correct = Correct your answers
task-answer-button = Answer
task-read = Read
task-read-button = Read
task-reply = Answer a question
task-book = Choose a time
task-book-button = Choose
task-do = Something to do
task-do-button = See what to do
task-do-done = I have done it
task-do-read = I have read it
task-reply-label = Your answer
task-returned = Please look at this again:
task-send = Send
task-send-hint = “Upload” only keeps the files here; “Send” hands everything over to us.
task-upload = Upload
task-do-approve = Approve
task-do-refuse = Refuse
task-to-request = Go to the request
task-is-done = This is done. Thank you.
task-is-refused = This was refused, for this reason:
task-is-waiting = This opens when other things are done.
task-is-checking = Thank you. We are looking at what you sent.
task-to-check = This was handed in. Accept it, or say what has to be done again.
task-is-waived = This is not needed any more, for this reason:
check-accept = Accept everything
check-reason = What is wrong with { $name }?
check-reason-hint = Leave it empty for what is right. The client reads your reason.
check-return = Give back
task-is-ended = This is no longer needed.
task-of-others = Your account cannot do this. It waits for: { $doers }.
task-of-nobody = Your account cannot do this, and nobody of your company can at the moment. Please contact us.
refuse-title = Refuse
refuse-lead = The request goes back to us with your reason, so that we can do better.
refuse-reason = Why do you refuse?
refuse-reason-hint = We read this, and so do your colleagues.

documents-none = No documents yet
documents-none-advice = What you send us and what we share with you appears here.
search-documents = Words in the name
document-name = Name
document-kind = Kind
document-request = Request
document-added = Added
documents-own = Your documents
documents-shared = Guides and useful links
document-leads-out = leads to another site
task-progress = { $done } of { $all } read
task-item-read = read
blank-download = Download the form to fill in
document-size = Size

account-name = Name
account-organisation = Company
account-who = Who I am
account-save-name = Save the name
account-save-language = Save the language
account-entering = How I sign in
account-sessions = Where I am signed in
session-this = here
session-unknown = Unknown browser
session-used = Last used
session-begun = Signed in
session-end = Sign out there
sessions-end-others = Sign out everywhere else
done-renamed = Your name was changed.
done-session-ended = You are signed out there.
done-sessions-ended = You are signed out everywhere else.

family-pdf = PDF
family-image = image
family-office = office file
family-text = text file
family-archive = ZIP archive
family-video = video

file-limits =
    { $most ->
        [one] { $families }, up to { $size }.
       *[other] { $families }, up to { $size } each, at most { $most } files.
    }
file-remove = Remove
file-empty = “{ $name }” is empty. Choose a file with something in it.
file-cut-off = “{ $name }” did not arrive whole. Send it again.
file-too-large = “{ $name }” is larger than { $limit }. Choose a smaller file.
file-type = “{ $name }” is none of these: { $limit }. Choose another file.
file-too-many = There are { $limit } files already. Remove one to add “{ $name }”.
file-no-space = The space of your company is full. Please contact us.

fault-required = “{ $field }” is still empty
fault-must-confirm = Please confirm: “{ $field }”
fault-too-long = “{ $field }”: use at most { $limit } characters
fault-invalid = “{ $field }” does not look right
fault-email = “{ $field }”: write an email address, such as name@example.com
fault-phone = “{ $field }”: write a phone number, such as +33 1 23 45 67 89
fault-url = “{ $field }”: write a web address, such as https://example.com
fault-number = “{ $field }”: write a number, such as 1200 or 12.50
fault-whole = “{ $field }”: write a whole number, without decimals
fault-decimals = “{ $field }”: use at most { $limit } decimals
fault-too-small = “{ $field }” must be at least { $limit }
fault-too-large = “{ $field }” must be at most { $limit }
fault-date = “{ $field }”: write a date, such as 2026-01-31
fault-too-early = “{ $field }” must be { $limit } or later
fault-too-late = “{ $field }” must be { $limit } or earlier
fault-option = “{ $field }”: choose one of the options
fault-not-free = “{ $field }”: this time is no longer free. Choose another one; your other answers are kept
fault-too-many-files = “{ $field }”: at most { $limit } files
fault-time = “{ $field }”: write a day and a time, such as 2026-01-31 14:30
fault-too-few-rows = “{ $field }”: fill in at least { $limit }
fault-too-many-rows = “{ $field }”: at most { $limit }
fault-stopped = { $field }

missing-reason = Write why
missing-note = Write the note
missing-message = Write the message
missing-too-long = Use at most { $limit } characters
missing-document = Choose a file: { $kind }
missing-tasks = Choose at least one thing to ask for

nav-people = People
invite = Invite someone
invite-lead = They get an email with a link that is valid for a week.
invite-send = Send the invitation
invite-there = Someone with this address already has access.
invite-often = We sent three emails to this address within the hour. Try again later, or ask them to look in their spam folder.
people-invited = Invited, not here yet
people-here = With access
people-me = you
people-change = Change
invitation-leaving = The email is about to leave
invitation-sent = Email sent
invitation-failed = The email did not arrive. Check the address, and invite again.
invitation-expired = No answer in time
invitation-until = valid until
invitation-again = Send again
invitation-revoke = Cancel
invitation-title = Welcome to { $portal }
invitation-lead = { $sender } invites you to join { $place } as: { $role }.
invitation-has-account = You already have an account with this address: its password is enough.
invitation-wrong-password = This is not the password of your account.
invitation-accept = Accept and continue
invitation-recognised = You are signed in as { $shown }.
invitation-somebody-else = This invitation was sent to { $email }, and you are signed in as { $shown }. Sign in with the account of that address, or ask for an invitation to yours.
stranger-title = We do not know this account yet
stranger-lead = You are signed in with { $way } as { $shown }, and no one here has that account.
stranger-invited = If you were invited, open the link of the invitation again and accept it with { $way }.
stranger-password = If you have a password here, sign in with it.
stranger-ask = If neither helps, ask whoever told you about this portal for an invitation.
link-gone = This link is no longer valid
link-gone-advice = It was used, replaced by a newer one, or has run out. Ask whoever invited you for a new one; for a new password, ask here.
forgot = Forgot your password?
forgot-title = A new password
forgot-lead = Tell us your email address. We send you a link with which you choose a new one.
forgot-send = Send me the link
forgot-email = Enter your email address, like name@example.com.
on-its-way = Check your inbox
on-its-way-lead = If { $email } has an account here, an email with a link is on its way. The link is valid for { $minutes } minutes.
on-its-way-none = Nothing there? Look in your spam folder, and check the address.
reset-title = Choose a new password
reset-lead = You are then signed out everywhere else.
reset-choose = Save and sign in
password-new = New password
password-change = Change the password
password-change-lead = You are then signed out everywhere else, and we send you an email that says so.
password-old = Current password
password-old-wrong = This is not your current password. Check it and try again. After several tries you need to wait a little.
password-save = Save the password
done-password-changed = Your password was changed. You are signed out everywhere else.
address-change = Change the email address
address-change-lead = It is { $email }. We send an email to the new one; it is used as soon as you confirm it there.
address-new = New email address
address-send = Send the email
address-same = This is your address already.
address-waits = waits to be confirmed until
address-cancel = Cancel
address-confirm = Confirm the address
address-confirm-lead = { $email } becomes the address of { $name }, for signing in and for emails.
address-confirm-now = Confirm it
address-confirmed-lead = Sign in with it from now on.
done-address-asked = An email is on its way to the new address, which is used as soon as you confirm it there.
done-address-revoked = Your address stays as it is.
done-address-changed = The new address is used from now on.
sign-in-link = Send me a link
sign-in-link-instead = Send me a link instead
sign-in-link-explain = We send you an email with a link that signs you in without a password.
enter-lead = As { $email }.
password-hint = At least 12 characters. Several words are easy to keep in mind.
password-short = Too short: use at least 12 characters, for example several words.
password-long = Too long: use at most 128 characters.
password-nul = There is a character in it that no keyboard types. Write it anew.
password-simple = Too simple: with digits alone it needs 16, with letters 12 characters.
password-common = Many people use this password, or nearly this one; it is among the first that are tried. Use several words that do not belong together.
password-own = It is mostly made of your name, your address or a name that everyone here knows. Use other words.
password-guessable = It follows a pattern that programs guess soon, such as a row of keys, a date or a single word. Use several words that do not belong together.
person-name = Name
person-email = Email address
person-role = Role
person-language = Language of the email
person-save-role = Save the role
person-remove = End the access
person-remove-explain = { $name } is out with the next click. What they opened and wrote stays.
person-remove-now = End the access of { $name }
done-invited = The invitation is on its way.
done-invitation-revoked = The invitation is cancelled.
done-role-changed = The role is saved.
done-person-removed = The access is ended.

confirm-anew = You sign in without a password. Sign out, sign in again, and come back here within ten minutes.
confirm-title = Confirm that it is you
confirm-lead = You signed in a while ago, and what comes next protects your account. Your password, please; then you go on where you were.
confirm-wrong = This is not the password of your account. After several tries you need to wait a little.
confirm-go-on = Go on
