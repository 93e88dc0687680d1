"""What an operator may change: settings, logging, Celery's and Flower's configuration."""
