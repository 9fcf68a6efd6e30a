# Completion of dlread for bash 3.2 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and only names that no shell could take for more are offered.

_dlread_options() {  # COMMAND: sets `found`
    case $1 in
@OPTIONS@
    *) found= ;;
    esac
}

_dlread_value() {  # COMMAND OPTION: sets `found` to what its value may be; empty for an option without one
    case $1:$2 in
@VALUES@
    *) found= ;;
    esac
}

_dlread_argument() {  # COMMAND NUMBER: sets `found`
    case $1:$2 in
@ARGUMENTS@
    *) found= ;;
    esac
}

_dlread_words() {  # HEAD WORD...: those that begin with `cur`
    local head=$1 word
    shift
    for word in "$@"; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$head$word")
    done
}

_dlread_names() {  # HEAD FILE SIGNS: those in the file that begin with `cur`, or else have it in them
    local letters='[A-Za-z0-9._+/-]' tab=$'\t' directory pattern name line IFS=$'\n'
    [[ $cur == *[!A-Za-z0-9._+/-]* ]] && return
    if [[ -n ${DLREAD_CACHE_DIR-} ]]; then directory=$DLREAD_CACHE_DIR
    elif [[ ${XDG_CACHE_HOME-} == /* ]]; then directory=$XDG_CACHE_HOME/dlread
    elif [[ ${OSTYPE-} == darwin* ]]; then directory=${HOME-~}/Library/Caches/dlread
    else directory=${HOME-~}/.cache/dlread
    fi
    directory+=/candidates
    if [[ ! -f $directory/recent && ${_dlread_tried-} != "$directory" ]]; then
        _dlread_tried=$directory  # once: what fails now would make every Tab slow
        command dlread completion --refresh </dev/null >/dev/null 2>&1
    fi
    local files=("$directory/$2")
    [[ $2 == keys ]] && files=("$directory/recent" "$directory/keys")
    for name in "${files[@]}"; do
        [[ -f $name ]] || return
    done
    pattern="${cur//./[.]}$letters*$tab[$3]$tab"
    for pattern in "^$pattern" "^$letters*$pattern"; do
        for line in $(LC_ALL=C GREP_OPTIONS='' command grep -a -h -i -o -m 200 -e "$pattern" -- "${files[@]}" 2>/dev/null); do
            name=${line%%"$tab"*}
            [[ $name == [A-Za-z0-9_]* && $name != *[!A-Za-z0-9._+/-]* ]] && COMPREPLY+=("$1$name")
            ((${#COMPREPLY[@]} < 200)) || return
        done
        ((${#COMPREPLY[@]})) && break
    done
    _dlread_stay "$1"
}

_dlread_stay() {  # HEAD: readline would put what all have in common in place of what was typed, and lose that
    local same=${COMPREPLY[0]-} one IFS=
    ((${#COMPREPLY[@]} > 1)) || return
    for one in "${COMPREPLY[@]}"; do
        while [[ $one != "$same"* ]]; do same=${same%?}; done
    done
    shopt -s nocasematch
    [[ ${same#"$1"} == *"$cur"* ]] || COMPREPLY+=('')
    ((was_nocasematch)) || shopt -u nocasematch
}

_dlread_offer() {  # HEAD OFFER...: of what can stand after HEAD
    local head=$1 offer
    shift
    for offer in "$@"; do
        case $offer in
        keys) _dlread_names "$head" keys ugrs1234 ;;
        keys=*) _dlread_names "$head" keys "${offer#*=}" ;;
        tags | catalogs) _dlread_names "$head" "$offer" u ;;
        fields) _dlread_field ;;
        files) compopt -o default 2>/dev/null ;;
        =*) local IFS=,; _dlread_words "$head" ${offer#=}; IFS=$' \t\n' ;;
        esac
    done
}

_dlread_field() {  # of a query: a field, or its value
    local sign= name found
    [[ $cur == -* ]] && sign=- cur=${cur#-}
    if [[ $cur == *:* ]]; then
        name=${cur%%:*} cur=${cur#*:}
        _dlread_value field "$name"
        _dlread_offer "$sign$name:" $found
    else
        _dlread_words "$sign" @FIELDS@
        ((${#COMPREPLY[@]})) && compopt -o nospace 2>/dev/null
    fi
}

_dlread_split() {  # sets `typed`: the words up to the cursor, whole where bash parts them at `:` and `=`
    local rest=$1 word gap i
    typed=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${rest%%[!$' \t\n']*}
        rest=${rest#"$gap"}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        rest=${rest#"$word"}
        if [[ -n $gap || $i == 0 ]]; then typed+=("$word"); else typed[${#typed[@]} - 1]+=$word; fi
    done
}

_dlread() {
    local line=${COMP_LINE:0:COMP_POINT} LC_ALL=C IFS=$' \t\n' was_nocasematch=0
    local typed cur command= number=1 wanted= ended= found= offers word i head=
    shopt -q nocasematch && was_nocasematch=1
    COMPREPLY=()
    _dlread_split "$line"
    for ((i = 1; i < ${#typed[@]} - 1; i++)); do
        word=${typed[i]}
        if [[ -n $wanted ]]; then
            wanted=
        elif [[ -n $ended || $word != -?* ]]; then
            if [[ -z $command ]]; then
                command=$word
            else
                case $command-$word in
                @PAIRS@) command+=-$word ;;
                *) ((number++)) ;;
                esac
            fi
        elif [[ $word == -- ]]; then
            ended=1
        else
            _dlread_value "$command" "$word"
            wanted=$found
        fi
    done
    cur=${typed[${#typed[@]} - 1]}
    local whole=$cur
    cur=${cur#[\"\']}
    _dlread_argument "$command" "$number"
    offers=$found
    if [[ -n $wanted ]]; then
        _dlread_offer '' $wanted
    elif [[ -z $ended && $cur == --*=* ]]; then
        _dlread_value "$command" "${cur%%=*}"
        head=${cur%%=*}= cur=${cur#*=}
        _dlread_offer "$head" $found
    elif [[ $offers == *+* && $cur == [+-]* && ( -n $ended || $cur != --* ) ]]; then
        head=${cur:0:1} cur=${cur:1}
        _dlread_offer "$head" tags
    elif [[ -z $ended && ( $cur == --* || $cur == - ) ]]; then
        _dlread_options "$command"
        _dlread_words '' $found
    elif [[ -z $command ]]; then
        _dlread_words '' @COMMANDS@
    else
        _dlread_offer '' $offers
    fi
    # readline knows only what stands after the last `:` or `=`, unless a quote comes before
    [[ $whole == [\"\']* ]] && return
    head=
    [[ ${COMP_WORDBREAKS-} == *=* && $whole == *=* ]] && head=${whole%"${whole##*=}"}
    [[ ${COMP_WORDBREAKS-} == *:* && ${whole#"$head"} == *:* ]] && head=${whole%"${whole##*:}"}
    for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        COMPREPLY[i]=${COMPREPLY[i]#"$head"}
    done
} 2>/dev/null

complete -F _dlread dlread
