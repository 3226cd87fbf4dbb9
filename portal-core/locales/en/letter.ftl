greeting = Hello { $name },
fact-reference = Reference
fact-request = Request
fact-status = Status
fact-due = By
fact-needed = What we need
fact-client = Client
footer = You get this message because you take part in this request at { $portal }.
footer-help = Questions? { $help }

receipt-subject = We have your request: { $title }
receipt-intro = Thank you. We have received your request and will look at it next. You do not have to do anything for now.
receipt-button = See where it stands

new_request-subject = New request: { $title }
new_request-intro = { $actor } has sent a new request. Nobody handles it yet.
new_request-button = Open the request

status_changed-subject = { $title }: { $status }
status_changed-intro = Your request has moved on.
status_changed-button = See where it stands

action_required-subject = Your turn: { $task } ({ $title })
action_required-intro = To go on with your request, we need something from you.
action_required-button-provide = Send what is missing
action_required-button-approve = Read and decide
action_required-button-answer = Answer
action_required-button-read = Read
action_required-button-book = Choose a time
action_required-button-do = See what to do
task-provide = Send what is missing
task-approve = Approve or refuse
task-change = Change of the answers
task-answer = Answer some questions
task-read = Read
task-book = Choose a time
task-do = Something to do

action_answered-subject-done = Done: { $task } ({ $title })
action_answered-subject-changed = Answers changed: { $title }
action_answered-subject-refused = Refused: { $task } ({ $title })
action_answered-intro-done = { $actor } has done what you asked for.
action_answered-intro-changed = { $actor } has changed answers of this request. Its page shows them before and after.
action_answered-intro-refused = { $actor } has refused and gave a reason.
action_answered-button = Open the request

new_reply-subject = New message: { $title }
new_reply-intro = { $actor } has written to you.
new_reply-button = Read and reply

document_available-subject = New document: { $title }
document_available-intro = There is a new document for you.
document_available-button = See the document

closed-subject = { $title }: { $status }
closed-intro = Your request has come to its end.
closed-button = See the result

due_soon-subject = Due soon: { $task } ({ $title })
due_soon-intro = This still waits for you, and its day comes near.
due_soon-button = See what to do

late-subject-task = Late: { $task } ({ $title })
late-subject-request = Late: { $title }
late-intro-yours = The day for this has passed, and it still waits for you. Your request goes on as soon as it is done.
late-intro-theirs = The client has not done this by its day. You may remind them with a message, or do without it.
late-intro-request = This request should have gone on by now, and it waits for us.
late-button = Open the request

own-subject = { $title }: { $status }
own-intro = Something happened to this request.
own-button = Open the request

invitation-subject = { $sender } invites you to { $portal }
invitation-intro = { $sender } invites you to join { $place } at { $portal }: there you ask for what you need, see where it stands, and find your documents.
invitation-once = Choose a password, and you are in. The link works once.
invitation-button = Accept the invitation
invitation-footer = You get this message because { $sender } gave your address. If you do not expect it, do nothing.
reset-subject = Choose a new password for { $portal }
reset-intro = Somebody asked for a new password for your account. If that was you, go on with the button.
reset-once = The link works once. If it was not you, do nothing: your password stays as it is.
reset-button = Choose a new password
reset-footer = You get this message because this address has an account at { $portal }.
fact-until = Until
address-subject = Confirm your new address for { $portal }
address-intro = You want to get emails of { $portal } at this address, and to sign in with it. Go on with the button to confirm that it is yours.
address-once = The link works once. Until then your address stays as it is. If it was not you, do nothing.
address-button = Confirm the address
address-footer = You get this message because this address was entered at { $portal }.
enter-subject = Your link to sign in to { $portal }
enter-intro = With this link you sign in without a password.
enter-once = It works once. Give it to nobody: whoever has it is in. If you did not ask for it, do nothing.
enter-button = Sign in
enter-footer = You get this message because this address has an account at { $portal }.

fact-when = When
fact-address = New address
alert-footer = You get this message because it is about the safety of your account at { $portal }. It cannot be switched off.
password_changed-subject = Your password for { $portal } was changed
password_changed-intro = The password of your account was changed, and it was signed out everywhere else.
password_changed-advice = Was it you? Then there is nothing to do. If not, choose a new password at once and write to us.
password_changed-button = It was not me: a new password
address_asked-subject = A new address was asked for your account at { $portal }
address_asked-intro = Somebody who is signed in to your account asked for another email address. It is used as soon as it is confirmed there; until then nothing changes.
address_asked-advice = Was it you? Then there is nothing to do here. If not, take it back on the page of your account, and change your password.
address_asked-button = Open my account
address_changed-subject = The address of your account at { $portal } was changed
address_changed-intro = From now on you sign in with the new address, and emails go there. This is the last one to { $address }.
address_changed-advice = Was it you? Then there is nothing to do. If not, write to us at once.
address_wanted-subject = Your address at { $portal }
address_wanted-intro = Somebody wanted to use { $address } for another account. It belongs to yours, so nothing was changed, and they were not told.
address_wanted-advice = If it was you: you have an account with this address already, sign in with it. If not, there is nothing to do.
address_wanted-button = Sign in
oldest_ended-subject = You were signed out somewhere at { $portal }
oldest_ended-intro = You were signed in on more than ten browsers or devices. The one where you signed in first was signed out.
oldest_ended-advice = On the page of your account you see where you are signed in. End what you do not know, and then change your password.
oldest_ended-button = See where I am signed in
factor_added-subject = Two-step sign-in is on for { $portal }
factor_added-intro = From now on your account asks for a code of your app after the password.
factor_added-advice = Was it you? Then keep your recovery codes in a safe place. If not, change your password at once and write to us.
factor_added-button = Open my account
factor_removed-subject = Two-step sign-in is off for { $portal }
factor_removed-intro = Your account asks for no second step any more.
factor_removed-advice = Was it you? Then there is nothing to do. If not, change your password at once, switch it on again, and write to us.
factor_removed-button = Open my account
recovery_used-subject = A recovery code was used for { $portal }
recovery_used-intro = Somebody signed in to your account with one of its recovery codes. That code is used up.
recovery_used-advice = Was it you? Then make new codes when few are left. If not, change your password at once and write to us.
recovery_used-button = Open my account
recovery_renewed-subject = New recovery codes for { $portal }
recovery_renewed-intro = New recovery codes were made for your account. The ones before do not work any more.
recovery_renewed-advice = Was it you? Then keep the new ones in a safe place. If not, change your password at once and write to us.
recovery_renewed-button = Open my account
