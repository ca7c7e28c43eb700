/* The claim protocol of the review queue, as StoreTransaction+Queue and +Review have it: one case, three moderators, a clock.

   Each atomic block is one transaction. A case has a lease with a holder; a comment has a version, which rises with every
   decision and every undo. A decision carries the version that was seen, and is refused when the comment has another, or when
   somebody else holds the case. Moderator 2 works from a page and never claims. An undo carries the version that its decision
   left. The clock ends leases whenever it likes, also while their holder looks.

   VERSIONS 0 takes the comparison of versions away: then a decision made on an old sight stands beside another. */
#ifndef VERSIONS
#define VERSIONS 1
#endif
#define NOBODY 9
#define TURNS 2

byte holder = NOBODY;
byte version = 1;
/* Decisions that stand: made and not undone. */
byte standing = 0;
/* The case is open while nothing stands; counts follow in the same transaction. */
bit isOpen = 1;
byte pending = 1;

inline decide(me, seen) {
  atomic {
    if
    :: (holder == NOBODY || holder == me) && (!VERSIONS || version == seen) ->
       standing++; version++; mine = version;
       if :: isOpen -> isOpen = 0; pending-- :: else fi;
       holder = NOBODY
    /* A typed conflict, which the moderator is told. */
    :: else -> mine = 0
    fi
  }
}

inline undo() {
  atomic {
    if
    :: mine != 0 && version == mine -> standing--; version++; isOpen = 1; pending++
    :: else
    fi;
    mine = 0
  }
}

proctype Moderator(byte me; bit claims) {
  byte turn = 0; byte seen = 0; byte mine = 0; bit holds = 0;
  do
  :: turn < TURNS ->
     holds = 0;
     if
     :: claims ->
        atomic { if :: isOpen && (holder == NOBODY || holder == me) -> holder = me; holds = 1 :: else fi }
     :: !claims
     fi;
     if
     :: !claims || holds ->
        atomic { seen = version; if :: !isOpen -> seen = 0 :: else fi };
        /* Here the clock may end the lease, and others may decide. */
        if
        :: seen != 0 ->
           if
           :: true -> decide(me, seen); if :: true -> undo() :: true fi
           :: true -> atomic { if :: holder == me -> holder = NOBODY :: else fi }
           fi
        :: else
        fi
     :: else
     fi;
     turn++
  :: else -> break
  od
}

proctype Clock() {
  byte ends = 0;
  do
  :: ends < 3 -> atomic { holder = NOBODY; ends++ }
  :: break
  od
}

init { atomic { run Moderator(0, 1); run Moderator(1, 1); run Moderator(2, 0); run Clock() } }

ltl once { [] (standing <= 1) }
ltl counted { [] (pending == isOpen) }
