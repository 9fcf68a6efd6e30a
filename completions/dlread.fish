# Completion of dlread for fish 3.1 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and fish quotes what it inserts.

function __dlread_options # COMMAND: each name with its text
    switch $argv[1]
        case ''
            printf '%s\t%s\n' --version 'Print the version and stop.'
            printf '%s\t%s\n' -V 'Print the version and stop.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case list
            printf '%s\t%s\n' --tag 'With this tag; again for a second.'
            printf '%s\t%s\n' -t 'With this tag; again for a second.'
            printf '%s\t%s\n' --status 'Again for an alternative.'
            printf '%s\t%s\n' -s 'Again for an alternative.'
            printf '%s\t%s\n' --kind 'Papers, or sections.'
            printf '%s\t%s\n' -k 'Papers, or sections.'
            printf '%s\t%s\n' --catalog 'Of this catalog; dlread catalog names them.'
            printf '%s\t%s\n' --year 'Of these years.'
            printf '%s\t%s\n' --author 'With this in an author\'s name.'
            printf '%s\t%s\n' --sort 'The order.'
            printf '%s\t%s\n' --limit 'At most so many.'
            printf '%s\t%s\n' -n 'At most so many.'
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --keys 'Only the keys, one a line.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case search
            printf '%s\t%s\n' --limit 'At most so many.'
            printf '%s\t%s\n' -n 'At most so many.'
            printf '%s\t%s\n' --why 'Say in which fields the words stand.'
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --keys 'Only the keys, one a line.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case show
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case open
            printf '%s\t%s\n' --paper 'The paper\'s page.'
            printf '%s\t%s\n' --pdf 'The PDF.'
            printf '%s\t%s\n' --docs 'The documentation.'
            printf '%s\t%s\n' --project 'The project\'s page.'
            printf '%s\t%s\n' --slides 'The slides.'
            printf '%s\t%s\n' --video 'The video.'
            printf '%s\t%s\n' --colab 'The notebook.'
            printf '%s\t%s\n' --blog 'The blog post.'
            printf '%s\t%s\n' --link 'Any kind of link that dlread show names.'
            printf '%s\t%s\n' --print 'Print the address instead.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case next
            printf '%s\t%s\n' --tag 'With this tag; again for a second.'
            printf '%s\t%s\n' -t 'With this tag; again for a second.'
            printf '%s\t%s\n' --kind 'Papers, or sections.'
            printf '%s\t%s\n' -k 'Papers, or sections.'
            printf '%s\t%s\n' --limit 'At most so many.'
            printf '%s\t%s\n' -n 'At most so many.'
            printf '%s\t%s\n' --why 'All parts of the score.'
            printf '%s\t%s\n' --open 'Open the first one in the browser.'
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --keys 'Only the keys, one a line.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case path
            printf '%s\t%s\n' --from 'The other way: what this opens.'
            printf '%s\t%s\n' --unread 'Leave out what is read or skipped.'
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --keys 'Only the keys, one a line.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case course
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --keys 'Only the keys, one a line.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case cite
            printf '%s\t%s\n' --style 'BibTeX as the authors ask for it, or a plain line.'
            printf '%s\t%s\n' --json 'CSL-JSON.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case tags
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case add
            printf '%s\t%s\n' --key 'Its key; else made like vaswani2017attention.'
            printf '%s\t%s\n' --tag 'With this tag; again for a second.'
            printf '%s\t%s\n' -t 'With this tag; again for a second.'
            printf '%s\t%s\n' --status 'Else unread.'
            printf '%s\t%s\n' -s 'Else unread.'
            printf '%s\t%s\n' --no-fetch 'Ask nobody; add it again later to fill it in.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case edit
            printf '%s\t%s\n' --reset 'Take all corrections of a catalog\'s entry away.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case remove
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case refresh
            printf '%s\t%s\n' --write 'Record what was found; your catalogs stay as they are.'
            printf '%s\t%s\n' --yes 'Mark many links as gone without asking.'
            printf '%s\t%s\n' -y 'Mark many links as gone without asking.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-read
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-reading
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-unread
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-skipped
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case note
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case tag
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case rate
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case undo
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case history
            printf '%s\t%s\n' --limit 'At most so many steps.'
            printf '%s\t%s\n' -n 'At most so many steps.'
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case stats
            printf '%s\t%s\n' --since 'Count what was read on this day or later.'
            printf '%s\t%s\n' --until 'Count what was read on this day or before.'
            printf '%s\t%s\n' --json 'An object with every figure.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --lang 'Language of titles and texts; else DLREAD_LANG, the locale.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case paths
            printf '%s\t%s\n' --json 'An array of objects with every field.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case completion
            printf '%s\t%s\n' --install 'Put it where the shell looks, and say how to undo that.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case doctor
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case help
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
    end
end

function __dlread_commands
    printf '%s\t%s\n' list 'List entries: all, or what a query and the options ask for.'
    printf '%s\t%s\n' search 'Find entries by words, best first.'
    printf '%s\t%s\n' show 'Show everything about entries, and what happened since.'
    printf '%s\t%s\n' open 'Open the repository of a paper, or the lecture of a section.'
    printf '%s\t%s\n' next 'Suggest what to read next, and say why.'
    printf '%s\t%s\n' path 'Show what to read before an entry, in order, and why.'
    printf '%s\t%s\n' course 'Show the course as a tree, what is read, and what is next.'
    printf '%s\t%s\n' cite 'Cite entries: BibTeX, plain text, or CSL-JSON.'
    printf '%s\t%s\n' tags 'List all tags, how often they are used, and their meaning.'
    printf '%s\t%s\n' add 'Add papers and repositories, with all that is known of them.'
    printf '%s\t%s\n' edit 'Edit an entry: as YAML, or dlread edit smac year=2019.'
    printf '%s\t%s\n' remove 'Remove entries that you added.'
    printf '%s\t%s\n' refresh 'Ask which repositories and links moved, or are gone.'
    printf '%s\t%s\n' mark-read 'Mark entries as read; a section with all that is in it.'
    printf '%s\t%s\n' mark-reading 'Mark entries as being read.'
    printf '%s\t%s\n' mark-unread 'Mark entries as unread.'
    printf '%s\t%s\n' mark-skipped 'Mark entries as skipped: they count for nothing.'
    printf '%s\t%s\n' note 'Write a note, in place of an older one; \'\' removes it.'
    printf '%s\t%s\n' tag 'Tag entries: dlread tag smac +thesis -later.'
    printf '%s\t%s\n' rate 'Rate entries with one to five stars: dlread rate smac 4.'
    printf '%s\t%s\n' undo 'Take back the last change on this machine; again for more.'
    printf '%s\t%s\n' history 'Show what was done, the newest first, on all machines.'
    printf '%s\t%s\n' stats 'Show how far you are, by catalog, part, tag and week.'
    printf '%s\t%s\n' catalog 'Show the catalogs, their origin, and what to read beyond.'
    printf '%s\t%s\n' paths 'Show where your data and everything else is.'
    printf '%s\t%s\n' completion 'Print what makes Tab complete commands, keys and tags.'
    printf '%s\t%s\n' doctor 'Check all files; exit status 1 when something needs you.'
    printf '%s\t%s\n' help 'Show help for a command, like dlread search --help.'
end

function __dlread_value # COMMAND OPTION: what its value may be; nothing for an option without one
    switch $argv[1]:$argv[2]
        case ':--lang' 'list:--lang' 'search:--lang' 'show:--lang' 'next:--lang' 'path:--lang' 'course:--lang' 'tags:--lang' 'add:--lang' 'edit:--lang' 'remove:--lang' 'mark-read:--lang' 'mark-reading:--lang' 'mark-unread:--lang' 'mark-skipped:--lang' 'note:--lang' 'tag:--lang' 'rate:--lang' 'undo:--lang' 'stats:--lang' 'catalog:--lang'
            string split ' ' '=en,zh'
        case 'list:--tag' 'list:-t' 'next:--tag' 'next:-t' 'add:--tag' 'add:-t' 'field:tag'
            string split ' ' 'tags'
        case 'list:--status' 'list:-s' 'add:--status' 'add:-s' 'field:status'
            string split ' ' '=unread,reading,read,skipped'
        case 'list:--kind' 'list:-k' 'next:--kind' 'next:-k' 'field:kind'
            string split ' ' '=paper,section'
        case 'list:--catalog' 'field:catalog'
            string split ' ' 'catalogs'
        case 'list:--year' 'list:--author' 'list:--limit' 'list:-n' 'search:--limit' 'search:-n' 'next:--limit' 'next:-n' 'add:--key' 'history:--limit' 'history:-n' 'stats:--since' 'stats:--until' 'field:author' 'field:title' 'field:venue' 'field:year'
            string split ' ' 'nothing'
        case 'list:--sort'
            string split ' ' '=catalog,key,title,year,status,rating,changed'
        case 'open:--link'
            string split ' ' '=repository,paper,pdf,docs,project,slides,video,colab,blog'
        case 'cite:--style'
            string split ' ' '=bibtex,text'
    end
end

function __dlread_argument # COMMAND NUMBER
    switch $argv[1]:$argv[2]
        case 'path:1' 'edit:1' 'note:1' 'tag:1' 'rate:1' 'history:1'
            string split ' ' 'keys'
        case 'completion:1'
            string split ' ' '=bash,zsh,fish,powershell'
        case 'help:1'
            string split ' ' '=list,search,show,open,next,path,course,cite,tags,add,edit,remove,refresh,mark-read,mark-reading,mark-unread,mark-skipped,note,tag,rate,undo,history,stats,catalog,paths,completion,doctor,help'
        case 'list:*' 'search:*' 'refresh:*'
            string split ' ' 'fields'
        case 'show:*' 'open:*' 'cite:*'
            string split ' ' 'keys'
        case 'remove:*'
            string split ' ' 'keys=1234'
        case 'mark-read:*'
            string split ' ' 'keys=ugs124'
        case 'mark-reading:*'
            string split ' ' 'keys=urs134'
        case 'mark-unread:*'
            string split ' ' 'keys=grs234'
        case 'mark-skipped:*'
            string split ' ' 'keys=ugr123'
        case 'tag:*'
            string split ' ' '+tags keys'
        case 'rate:*'
            string split ' ' '=1,2,3,4,5 keys'
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
    for value in "$DLREAD_LANG" "$LC_ALL" "$LC_MESSAGES" "$LANG"
        test -n "$value"; or continue
        string match -qi 'zh*' -- $value; and set line "^((?![-.+/])$letters+)\t.\t(?|[^\t]*\t([^\t]+)|([^\t]*)\t)\$"
        break
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
        printf '%s\n' "$parts[2]"{author:,title:,venue:,status:,kind:,tag:,catalog:,year:}
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
            else
                set number (math $number + 1)
            end
        else if test "$one" = --
            set ended 1
        else
            set wanted (__dlread_value "$command" $one)
        end
    end
    if set -q wanted[1]
        __dlread_offer '' "$word" $wanted
    else if test -z "$ended"; and string match -q -- '--*=*' $word
        set -l parts (string split -m 1 = -- $word)
        __dlread_offer $parts[1]= "$parts[2]" (__dlread_value "$command" $parts[1])
    else if test -z "$ended"; and begin string match -q -- '--*' $word; or test "$word" = -; end
        __dlread_options "$command"
    else if test -z "$command"
        __dlread_commands
    else
        set -l found (__dlread_argument "$command" $number)
        if contains +tags $found; and string match -q -r -- '^[+-]' $word
            __dlread_offer (string sub -l 1 -- $word) (string sub -s 2 -- $word) tags
        else
            __dlread_offer '' "$word" $found
        end
    end
end

complete -c dlread -f -a '(__dlread 2>/dev/null)'
