# Completion of dlread for fish 3.1 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and fish quotes what it inserts.

function __dlread_is_chinese
    for value in "$DLREAD_LANG" "$LC_ALL" "$LC_MESSAGES" "$LANG"
        test -n "$value"; or continue
        string match -qi 'zh*' -- $value
        return
    end
    return 1
end

function __dlread_options # COMMAND: each name with its text
    if __dlread_is_chinese
        switch $argv[1]
@CHINESEOPTIONS@
        end
        return
    end
    switch $argv[1]
@OPTIONS@
    end
end

function __dlread_commands
    if __dlread_is_chinese
@CHINESECOMMANDS@
        return
    end
@COMMANDS@
end

function __dlread_value # COMMAND OPTION: what its value may be; nothing for an option without one
    switch $argv[1]:$argv[2]
@VALUES@
    end
end

function __dlread_argument # COMMAND NUMBER
    switch $argv[1]:$argv[2]
@ARGUMENTS@
    end
end

function __dlread_names # HEAD FILE SIGNS WORD: those that begin with the word, or else have it in them, with their titles
    set -l tab \t
    set -l letters '[\p{L}\p{M}\p{N}_.+/-]'
    string match -qr "^$letters*\$" -- $argv[4]; or return
    set -l cache "$HOME/.cache/dlread"
    if test -n "$DLREAD_CACHE_DIR"
        set cache $DLREAD_CACHE_DIR
    else if string match -q '/*' -- "$XDG_CACHE_HOME"
        set cache $XDG_CACHE_HOME/dlread
    else if test -d /System/Library/CoreServices # macOS
        set cache $HOME/Library/Caches/dlread
    end
    set -l directory $cache/candidates
    if not test -f $directory/recent; and test "$__dlread_tried" != $directory
        set -g __dlread_tried $directory # once: what fails now would make every Tab slow
        command -q dlread; and command dlread completion --refresh </dev/null >/dev/null 2>&1
    end
    set -l files $directory/$argv[2]
    test $argv[2] = keys; and set files $directory/recent $directory/keys
    for file in $files
        test -f $file; or return
    end
    set -l line "^((?![-.+/])$letters+)\t.\t([^\t]*)\t.*\$"
    if __dlread_is_chinese
        set line "^((?![-.+/])$letters+)\t.\t(?|[^\t]*\t([^\t]+)|([^\t]*)\t)\$"
    end
    set -l pattern (string replace -a . '[.]' -- $argv[4])"[^$tab]*$tab""[$argv[3]]$tab"
    for before in '^' "^[^$tab]*"
        set -l found (LC_ALL=C GREP_OPTIONS= command grep -a -h -i -m 200 -e $before$pattern -- $files 2>/dev/null)
        # what is not in the form of a line, or has a control character, is left out
        set found (string match -v -r '[\x00-\x08\x0a-\x1f\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]' -- $found | string replace -f -r -- $line $argv[1]'$1\t$2')
        if set -q found[1]
            printf '%s\n' $found[1..200]
            return
        end
    end
end

function __dlread_offer # HEAD WORD OFFER...: what can stand after HEAD
    set -l head $argv[1]
    set -l word $argv[2]
    for offer in $argv[3..-1]
        switch $offer
            case keys
                __dlread_names "$head" keys ugrs1234 "$word"
            case 'keys=*'
                __dlread_names "$head" keys (string replace keys= '' -- $offer) "$word"
            case tags catalogs
                __dlread_names "$head" $offer u "$word"
            case fields
                __dlread_field "$word"
            case files
                __fish_complete_path "$word"
            case '=*'
                string split , -- (string sub -s 2 -- $offer) | string replace -r -- '^' "$head"
        end
    end
end

function __dlread_field # WORD: of a query: a field, or its value
    set -l parts (string match -r '^(-?)((?:\w+:)?)(.*)$' -- $argv[1])
    if test -n "$parts[3]"
        __dlread_offer "$parts[2]$parts[3]" "$parts[4]" (__dlread_value field (string sub -e -1 -- $parts[3]))
    else
        printf '%s\n' "$parts[2]"@FIELDS@
    end
end

function __dlread
    set -l word (string replace -r -- '^["\']' '' (commandline -ct))
    set -l typed (commandline -opc)
    set -l command ''
    set -l number 1
    set -l wanted
    set -l ended ''
    for one in $typed[2..-1]
        if set -q wanted[1]
            set wanted
        else if test -n "$ended"; or not string match -q -- '-?*' $one
            if test -z "$command"
                set command $one
            else if contains -- "$command-$one" @PAIRS@
                set command $command-$one
            else
                set number (math $number + 1)
            end
        else if test "$one" = --
            set ended 1
        else
            set wanted (__dlread_value "$command" $one)
        end
    end
    set -l offers (__dlread_argument "$command" $number)
    if set -q wanted[1]
        __dlread_offer '' "$word" $wanted
    else if test -z "$ended"; and string match -q -- '--*=*' $word
        set -l parts (string split -m 1 = -- $word)
        __dlread_offer $parts[1]= "$parts[2]" (__dlread_value "$command" $parts[1])
    else if contains +tags $offers; and string match -q -r -- '^[+-]' $word; and begin test -n "$ended"; or not string match -q -- '--*' $word; end
        __dlread_offer (string sub -l 1 -- $word) (string sub -s 2 -- $word) tags
    else if test -z "$ended"; and begin string match -q -- '--*' $word; or test "$word" = -; end
        __dlread_options "$command"
    else if test -z "$command"
        __dlread_commands
    else
        __dlread_offer '' "$word" $offers
    end
end

complete -c dlread -f -a '(__dlread 2>/dev/null)'
