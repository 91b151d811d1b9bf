"""Reading a reply: letters → words → pieces with a sense → what is meant, or why a person has to read it. All pure."""
