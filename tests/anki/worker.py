"""The process of one version of Anki: students live in here. See versions.py, which starts and asks it.

worker.py [FOLDER]   the folder that holds the version, where it is not the one of Python's own packages
"""

import json
import os
import sys
import traceback

folder = sys.argv[1]
if folder:
    import anki

    # Without __init__.py, the folders of two versions would be mixed into one package.
    anki.__path__ = [os.path.join(folder, "anki")]

from anki.buildinfo import version  # noqa: E402

from student import Student  # noqa: E402

students = {}


def answer(learner, what, args, options):
    if what == "version":
        return version
    if what == "open":
        students[learner] = Student(learner, *args)
        return None
    if what == "close":
        return students.pop(learner).close()
    return getattr(students[learner], what)(*args, **options)


def main():
    # What Anki prints must not get between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        try:
            result = {"result": answer(**json.loads(line))}
        except Exception:
            result = {"error": traceback.format_exc()}
        print(json.dumps(result), file=answers, flush=True)
    for student in students.values():
        student.close()


main()
