package powercut.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A counterexample: the states of TLC's tool output, printed action by action with only what changed in each step. */
record Trace(List<State> states, String ending) {

    record State(int number, String action, Map<String, String> variables) {}

    private static final Pattern MESSAGE =
            Pattern.compile("@!@!@STARTMSG (2217|2218|2122):4 @!@!@\\R(.*?)\\R?@!@!@ENDMSG", Pattern.DOTALL);
    private static final Pattern HEAD = Pattern.compile("(\\d+): <?(.*?)(?: line \\d+, col .*)?>?");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^(?:/\\\\ )?(\\w+) = ");

    static Trace parse(String output) {
        var states = new ArrayList<State>();
        String ending = "";
        for (Matcher message = MESSAGE.matcher(output); message.find(); ) {
            String text = message.group(2).strip();
            if (message.group(1).equals("2217")) {
                states.add(state(text));
            } else {
                ending = message.group(1).equals("2218") ? "stuttering from here on" : text;
            }
        }
        return new Trace(List.copyOf(states), ending);
    }

    private static State state(String text) {
        String[] parts = text.split("\\R", 2);
        Matcher head = HEAD.matcher(parts[0]);
        if (!head.matches()) {
            throw new IllegalArgumentException("not the head of a state: " + parts[0]);
        }
        return new State(Integer.parseInt(head.group(1)), head.group(2), variables(parts.length > 1 ? parts[1] : ""));
    }

    /** Cuts a conjunction list into its variables; a value may go over several lines. */
    private static Map<String, String> variables(String text) {
        var variables = new LinkedHashMap<String, String>();
        Matcher next = VARIABLE.matcher(text);
        boolean more = next.find();
        while (more) {
            String name = next.group(1);
            int start = next.end();
            more = next.find();
            String value = text.substring(start, more ? next.start() : text.length());
            variables.put(name, value.strip().replaceAll("\\s+", " "));
        }
        return variables;
    }

    int length() {
        return states.size();
    }

    String print() {
        var out = new StringBuilder();
        Map<String, String> before = Map.of();
        for (State state : states) {
            out.append(String.format("%4d  %s%n", state.number, state.action));
            for (var variable : state.variables.entrySet()) {
                if (!variable.getValue().equals(before.get(variable.getKey()))) {
                    out.append(String.format("        %s = %s%n", variable.getKey(), variable.getValue()));
                }
            }
            before = state.variables;
        }
        return ending.isEmpty() ? out.toString() : out + "      " + ending + System.lineSeparator();
    }
}
