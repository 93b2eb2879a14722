"""What the law asks of whoever keeps data about people: tell them what is held, take them out, prove it.

names      which people of a record somebody is
subject    everything that is held about a person
search     look for words in every file of an output folder, packed ones included
erase      take a person out of all of them
"""
