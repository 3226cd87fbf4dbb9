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
