"""Whether lists, queues, searches and reads take longer when there are a hundred times as many cases."""
