# Completion of dlread for PowerShell 5 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and only names that PowerShell takes as they are get offered.

Register-ArgumentCompleter -Native -CommandName dlread -ScriptBlock {
    param($WordToComplete, $CommandAst, $CursorPosition)

    $options = @{
        '' = @(
            , @('--version', 'Print the version and stop.')
            , @('-V', 'Print the version and stop.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'list' = @(
            , @('--tag', 'With this tag; again for a second.')
            , @('-t', 'With this tag; again for a second.')
            , @('--status', 'Again for an alternative.')
            , @('-s', 'Again for an alternative.')
            , @('--kind', 'Papers, or sections.')
            , @('-k', 'Papers, or sections.')
            , @('--catalog', 'Of this catalog; dlread catalog names them.')
            , @('--year', 'Of these years.')
            , @('--author', 'With this in an author''s name.')
            , @('--sort', 'The order.')
            , @('--limit', 'At most so many.')
            , @('-n', 'At most so many.')
            , @('--json', 'An array of objects with every field.')
            , @('--keys', 'Only the keys, one a line.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'search' = @(
            , @('--limit', 'At most so many.')
            , @('-n', 'At most so many.')
            , @('--why', 'Say in which fields the words stand.')
            , @('--json', 'An array of objects with every field.')
            , @('--keys', 'Only the keys, one a line.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'show' = @(
            , @('--json', 'An array of objects with every field.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'open' = @(
            , @('--paper', 'The paper''s page.')
            , @('--pdf', 'The PDF.')
            , @('--docs', 'The documentation.')
            , @('--project', 'The project''s page.')
            , @('--slides', 'The slides.')
            , @('--video', 'The video.')
            , @('--colab', 'The notebook.')
            , @('--blog', 'The blog post.')
            , @('--link', 'Any kind of link that dlread show names.')
            , @('--print', 'Print the address instead.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'next' = @(
            , @('--tag', 'With this tag; again for a second.')
            , @('-t', 'With this tag; again for a second.')
            , @('--kind', 'Papers, or sections.')
            , @('-k', 'Papers, or sections.')
            , @('--limit', 'At most so many.')
            , @('-n', 'At most so many.')
            , @('--why', 'All parts of the score.')
            , @('--open', 'Open the first one in the browser.')
            , @('--json', 'An array of objects with every field.')
            , @('--keys', 'Only the keys, one a line.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'path' = @(
            , @('--from', 'The other way: what this opens.')
            , @('--unread', 'Leave out what is read or skipped.')
            , @('--json', 'An array of objects with every field.')
            , @('--keys', 'Only the keys, one a line.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'course' = @(
            , @('--json', 'An array of objects with every field.')
            , @('--keys', 'Only the keys, one a line.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'cite' = @(
            , @('--style', 'BibTeX as the authors ask for it, or a plain line.')
            , @('--json', 'CSL-JSON.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'tags' = @(
            , @('--json', 'An array of objects with every field.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'add' = @(
            , @('--key', 'Its key; else made like vaswani2017attention.')
            , @('--tag', 'With this tag; again for a second.')
            , @('-t', 'With this tag; again for a second.')
            , @('--status', 'Else unread.')
            , @('-s', 'Else unread.')
            , @('--no-fetch', 'Ask nobody; add it again later to fill it in.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'edit' = @(
            , @('--reset', 'Take all corrections of a catalog''s entry away.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'remove' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'refresh' = @(
            , @('--write', 'Record what was found; your catalogs stay as they are.')
            , @('--yes', 'Mark many links as gone without asking.')
            , @('-y', 'Mark many links as gone without asking.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-read' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-reading' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-unread' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-skipped' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'note' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'tag' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'rate' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'undo' = @(
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'history' = @(
            , @('--limit', 'At most so many steps.')
            , @('-n', 'At most so many steps.')
            , @('--json', 'An array of objects with every field.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'stats' = @(
            , @('--since', 'Count what was read on this day or later.')
            , @('--until', 'Count what was read on this day or before.')
            , @('--json', 'An object with every figure.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog' = @(
            , @('--json', 'An array of objects with every field.')
            , @('--lang', 'Language of titles and texts; else DLREAD_LANG, the locale.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'paths' = @(
            , @('--json', 'An array of objects with every field.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'completion' = @(
            , @('--install', 'Put it where the shell looks, and say how to undo that.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'doctor' = @(
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'help' = @(
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
    }
    $commands = @(
            , @('list', 'List entries: all, or what a query and the options ask for.')
            , @('search', 'Find entries by words, best first.')
            , @('show', 'Show everything about entries, and what happened since.')
            , @('open', 'Open the repository of a paper, or the lecture of a section.')
            , @('next', 'Suggest what to read next, and say why.')
            , @('path', 'Show what to read before an entry, in order, and why.')
            , @('course', 'Show the course as a tree, what is read, and what is next.')
            , @('cite', 'Cite entries: BibTeX, plain text, or CSL-JSON.')
            , @('tags', 'List all tags, how often they are used, and their meaning.')
            , @('add', 'Add papers and repositories, with all that is known of them.')
            , @('edit', 'Edit an entry: as YAML, or dlread edit smac year=2019.')
            , @('remove', 'Remove entries that you added.')
            , @('refresh', 'Ask which repositories and links moved, or are gone.')
            , @('mark-read', 'Mark entries as read; a section with all that is in it.')
            , @('mark-reading', 'Mark entries as being read.')
            , @('mark-unread', 'Mark entries as unread.')
            , @('mark-skipped', 'Mark entries as skipped: they count for nothing.')
            , @('note', 'Write a note, in place of an older one; '''' removes it.')
            , @('tag', 'Tag entries: dlread tag smac +thesis -later.')
            , @('rate', 'Rate entries with one to five stars: dlread rate smac 4.')
            , @('undo', 'Take back the last change on this machine; again for more.')
            , @('history', 'Show what was done, the newest first, on all machines.')
            , @('stats', 'Show how far you are, by catalog, part, tag and week.')
            , @('catalog', 'Show the catalogs, their origin, and what to read beyond.')
            , @('paths', 'Show where your data and everything else is.')
            , @('completion', 'Print what makes Tab complete commands, keys and tags.')
            , @('doctor', 'Check all files; exit status 1 when something needs you.')
            , @('help', 'Show help for a command, like dlread search --help.')
    )
    # what the value of `command:option` may be
    $values = @{
        ':--lang' = '=en,zh'
        'list:--tag' = 'tags'
        'list:-t' = 'tags'
        'list:--status' = '=unread,reading,read,skipped'
        'list:-s' = '=unread,reading,read,skipped'
        'list:--kind' = '=paper,section'
        'list:-k' = '=paper,section'
        'list:--catalog' = 'catalogs'
        'list:--year' = 'nothing'
        'list:--author' = 'nothing'
        'list:--sort' = '=catalog,key,title,year,status,rating,changed'
        'list:--limit' = 'nothing'
        'list:-n' = 'nothing'
        'list:--lang' = '=en,zh'
        'search:--limit' = 'nothing'
        'search:-n' = 'nothing'
        'search:--lang' = '=en,zh'
        'show:--lang' = '=en,zh'
        'open:--link' = '=repository,paper,pdf,docs,project,slides,video,colab,blog'
        'next:--tag' = 'tags'
        'next:-t' = 'tags'
        'next:--kind' = '=paper,section'
        'next:-k' = '=paper,section'
        'next:--limit' = 'nothing'
        'next:-n' = 'nothing'
        'next:--lang' = '=en,zh'
        'path:--lang' = '=en,zh'
        'course:--lang' = '=en,zh'
        'cite:--style' = '=bibtex,text'
        'tags:--lang' = '=en,zh'
        'add:--key' = 'nothing'
        'add:--tag' = 'tags'
        'add:-t' = 'tags'
        'add:--status' = '=unread,reading,read,skipped'
        'add:-s' = '=unread,reading,read,skipped'
        'add:--lang' = '=en,zh'
        'edit:--lang' = '=en,zh'
        'remove:--lang' = '=en,zh'
        'mark-read:--lang' = '=en,zh'
        'mark-reading:--lang' = '=en,zh'
        'mark-unread:--lang' = '=en,zh'
        'mark-skipped:--lang' = '=en,zh'
        'note:--lang' = '=en,zh'
        'tag:--lang' = '=en,zh'
        'rate:--lang' = '=en,zh'
        'undo:--lang' = '=en,zh'
        'history:--limit' = 'nothing'
        'history:-n' = 'nothing'
        'stats:--since' = 'nothing'
        'stats:--until' = 'nothing'
        'stats:--lang' = '=en,zh'
        'catalog:--lang' = '=en,zh'
        'field:author' = 'nothing'
        'field:title' = 'nothing'
        'field:venue' = 'nothing'
        'field:status' = '=unread,reading,read,skipped'
        'field:kind' = '=paper,section'
        'field:tag' = 'tags'
        'field:catalog' = 'catalogs'
        'field:year' = 'nothing'
    }
    # what may stand as `command:number`
    $arguments = @{
        'list:*' = 'fields'
        'search:*' = 'fields'
        'show:*' = 'keys'
        'open:*' = 'keys'
        'path:1' = 'keys'
        'cite:*' = 'keys'
        'edit:1' = 'keys'
        'remove:*' = 'keys=1234'
        'refresh:*' = 'fields'
        'mark-read:*' = 'keys=ugs124'
        'mark-reading:*' = 'keys=urs134'
        'mark-unread:*' = 'keys=grs234'
        'mark-skipped:*' = 'keys=ugr123'
        'note:1' = 'keys'
        'tag:1' = 'keys'
        'tag:*' = '+tags keys'
        'rate:1' = 'keys'
        'rate:*' = '=1,2,3,4,5 keys'
        'history:1' = 'keys'
        'completion:1' = '=bash,zsh,fish,powershell'
        'help:1' = '=list,search,show,open,next,path,course,cite,tags,add,edit,remove,refresh,mark-read,mark-reading,mark-unread,mark-skipped,note,tag,rate,undo,history,stats,catalog,paths,completion,doctor,help'
    }
    $fields = @('author:', 'title:', 'venue:', 'status:', 'kind:', 'tag:', 'catalog:', 'year:')

    function Find-Directory {
        if ($env:DLREAD_CACHE_DIR) { $cache = $env:DLREAD_CACHE_DIR }
        elseif ($env:OS -eq 'Windows_NT') { $cache = "$env:LOCALAPPDATA\dlread\Cache" }
        elseif ("$env:XDG_CACHE_HOME".StartsWith('/')) { $cache = "$env:XDG_CACHE_HOME/dlread" }
        elseif (Test-Path -LiteralPath '/System/Library/CoreServices') { $cache = "$HOME/Library/Caches/dlread" }
        else { $cache = "$HOME/.cache/dlread" }
        [IO.Path]::Combine($cache, 'candidates')
    }

    function Find-Language {
        foreach ($value in $env:DLREAD_LANG, $env:LC_ALL, $env:LC_MESSAGES, $env:LANG) {
            if ($value) { return $value }
        }
    }

    # pairs of a name that begins with the word, or else has it in it, and its title
    function Read-Names($File, $Signs, $Word) {
        if ($Word -notmatch '^[\w.+/-]*\z') { return }
        $directory = Find-Directory
        $recent = [IO.Path]::Combine($directory, 'recent')
        if (-not [IO.File]::Exists($recent) -and $global:DlreadTried -ne $directory) {
            $global:DlreadTried = $directory # once: what fails now would make every Tab slow
            & dlread completion --refresh 2>&1 | Out-Null
        }
        $files = @([IO.Path]::Combine($directory, $File))
        if ($File -eq 'keys') { $files = @($recent) + $files }
        $texts = @($files | ForEach-Object { [IO.File]::ReadAllText($_, [Text.Encoding]::UTF8) })
        $isChinese = "$(Find-Language)" -like 'zh*'
        $rest = [regex]::Escape($Word) + "[\w.+/-]*)\t[$Signs]\t([^\t\n]*)\t([^\t\n]*)\n"
        foreach ($pattern in "(?im)^($rest", "(?im)^([\w.+/-]*$rest") {
            $count = 0
            foreach ($text in $texts) {
                foreach ($match in [regex]::Matches($text, $pattern)) {
                    $title = $match.Groups[2].Value
                    if ($isChinese -and $match.Groups[3].Value) { $title = $match.Groups[3].Value }
                    , @($match.Groups[1].Value, ($title -replace '\p{C}', ''))
                    $count++
                    if ($count -ge 200) { return }
                }
            }
            if ($count) { return }
        }
    }

    function Write-Offer($Head, $Word, $Offers) {
        foreach ($offer in "$Offers".Split(' ')) {
            $signs = 'ugrs1234'
            if ($offer -like 'keys=*') { $signs = $offer.Substring(5) }
            $pairs = @()
            if ($offer -like 'keys*') { $pairs = @(Read-Names 'keys' $signs $Word) }
            elseif ($offer -eq 'tags' -or $offer -eq 'catalogs') { $pairs = @(Read-Names $offer 'u' $Word) }
            elseif ($offer -like '=*') { $pairs = @($offer.Substring(1).Split(',') | ForEach-Object { , @($_, '') }) }
            elseif ($offer -eq 'fields') { Write-Field $Word }
            Write-Pairs $Head $(if ($offer -like '=*') { $Word } else { '' }) $pairs
        }
    }

    function Write-Field($Word) {
        if ($Word -match '^(-?)(\w+):(.*)\z') {
            $sign, $name, $value = $Matches[1], $Matches[2], $Matches[3]
            Write-Offer "$sign${name}:" $value $values["field:$name"]
        }
        else {
            Write-Pairs '' $Word @($fields | ForEach-Object { , @($_, '') })
        }
    }

    # those that begin with the word, as PowerShell shows them
    function Write-Pairs($Head, $Word, $Pairs) {
        foreach ($pair in $Pairs) {
            $name, $title = $pair
            if (-not $name.StartsWith($Word, [StringComparison]::OrdinalIgnoreCase)) { continue }
            $shown = if ($title) { "$name  $title" } else { $name }
            $tip = if ($title) { $title } else { $name }
            [System.Management.Automation.CompletionResult]::new("$Head$name", $shown, 'ParameterValue', $tip)
        }
    }

    try {
        $typed = @($CommandAst.CommandElements | Select-Object -Skip 1 |
            Where-Object { $_.Extent.EndOffset -lt $CursorPosition } |
            ForEach-Object { $_.Extent.Text.Trim('"', "'") })
        $word = "$WordToComplete".TrimStart('"', "'")
        $command = ''
        $number = 1
        $wanted = ''
        $ended = $false
        foreach ($one in $typed) {
            if ($wanted) { $wanted = '' }
            elseif ($ended -or $one -notlike '-?*') {
                if (-not $command) { $command = $one } else { $number++ }
            }
            elseif ($one -eq '--') { $ended = $true }
            else { $wanted = $values["${command}:$one"] }
        }
        $found = $arguments["${command}:$number"]
        if (-not $found) { $found = $arguments["${command}:*"] }
        if ($wanted) { Write-Offer '' $word $wanted }
        elseif (-not $ended -and $word -like '--*=*') {
            $name, $value = $word.Split('=', 2)
            Write-Offer "$name=" $value $values["${command}:$name"]
        }
        elseif (-not $ended -and ($word -like '--*' -or $word -eq '-')) { Write-Pairs '' $word $options[$command] }
        elseif (-not $command) { Write-Pairs '' $word $commands }
        elseif ($found -like '*+*' -and $word -match '^[+-]') {
            Write-Offer $word.Substring(0, 1) $word.Substring(1) 'tags'
        }
        else { Write-Offer '' $word $found }
    }
    catch { } # on any trouble, nothing is offered and nothing is said
}
