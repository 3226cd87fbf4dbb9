# The words of the team's pages.

nav-queue = Queue
