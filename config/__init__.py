"""What an operator may change: settings, logging, and Celery's configuration."""
