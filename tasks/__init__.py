"""What is done to a document: the Celery tasks and, below them, the pure steps.

Nothing here touches the outside by itself. A task reaches stores and clients through
`self.app.resources` (see `tasks.resources`); a step gets values and gives values.
"""
