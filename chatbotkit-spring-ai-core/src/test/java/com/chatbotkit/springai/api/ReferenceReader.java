/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in the plainest way: the whole body as one text, its lines as texts, and
 * each event as a tree. It shares no code with what it checks.
 */
final class ReferenceReader {

	private static final Set<String> KNOWN = Set.of("event", "id", "retry");

	private final ReferenceParser parser = new ReferenceParser(true);

	private final List<ChatCompletion> pieces = new ArrayList<>();

	private final List<String> data = new ArrayList<>();

	private final List<String> events = new ArrayList<>();

	private boolean errorEvent;

	private boolean finished;

	private boolean tokenSeen;

	private String textOfDeltas = "";

	private final List<ChatCompletion.ToolCall> callsOfDeltas = new ArrayList<>();

	private List<ChatCompletion.ToolCall> callsOfMessage = List.of();

	private @Nullable String textOfMessage;

	private boolean textGrows;

	private boolean textInPieces;

	private boolean done;

	/**
	 * What a stream says.
	 *
	 * @param events the data of its events up to the first that is none, before they are
	 * read as JSON, as bytes
	 * @param split whether all lines could be read
	 */
	record Events(List<String> events, boolean split) {

	}

	/**
	 * What a stream says.
	 *
	 * @param pieces the pieces before its end
	 * @param whole whether it ends as a whole answer
	 */
	record Answer(List<ChatCompletion> pieces, boolean whole) {

	}

	/**
	 * Splits a body into events.
	 */
	static Events events(byte[] body) {
		ReferenceReader reader = new ReferenceReader();
		try {
			reader.read(body, false);
			return new Events(reader.events, true);
		}
		catch (IllegalStateException ex) {
			return new Events(reader.events, false);
		}
	}

	/**
	 * Reads a body.
	 */
	static Answer answer(byte[] body) {
		ReferenceReader reader = new ReferenceReader();
		try {
			reader.read(body, true);
			reader.checkWhole();
			return new Answer(reader.pieces, true);
		}
		catch (IllegalStateException ex) {
			return new Answer(reader.pieces, false);
		}
	}

	private void read(byte[] body, boolean json) {
		// One character for each byte.
		String text = new String(body, StandardCharsets.ISO_8859_1);
		text = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
		for (String line : text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1)) {
			if (this.done) {
				return;
			}
			if (line.isEmpty()) {
				dispatch(json);
			}
			else {
				line(line);
			}
		}
		if (!this.done) {
			dispatch(json);
		}
	}

	private void line(String line) {
		String field = line.contains(":") ? line.substring(0, line.indexOf(':')) : line;
		String value = line.contains(":") ? line.substring(line.indexOf(':') + 1) : "";
		value = value.startsWith(" ") ? value.substring(1) : value;
		if (field.equals("data")) {
			this.data.add(value);
		}
		else if (!line.startsWith(":") && (line.contains("data:") || (!KNOWN.contains(field)
				&& line.chars().anyMatch((c) -> "\"{<".indexOf(c) >= 0 || (c < ' ' && c != '\t'))))) {
			throw new IllegalStateException("A damaged line");
		}
		else if (field.equals("event")) {
			this.errorEvent = value.equals("error");
		}
	}

	private void dispatch(boolean json) {
		if (this.data.isEmpty() && !this.errorEvent) {
			return;
		}
		String event = String.join("\n", this.data);
		boolean error = this.errorEvent;
		this.data.clear();
		this.errorEvent = false;
		this.events.add((error ? "error:" : "") + event);
		if (json) {
			event(trim(event), error);
		}
	}

	private void event(String event, boolean error) {
		if (event.equals("[DONE]")) {
			checkWhole();
			this.done = true;
		}
		else if (error) {
			throw new IllegalStateException("An event of an error");
		}
		else if (!event.isEmpty()) {
			piece(new String(event.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
		}
	}

	private void piece(String json) {
		ChatCompletion piece = this.parser.parse(json);
		if (this.parser.isError()) {
			throw new IllegalStateException("An error");
		}
		boolean text = isText(piece.content());
		boolean calls = !piece.toolCalls().isEmpty();
		String content = piece.content();
		if (text && this.parser.isTextOfMessage() && !this.textOfDeltas.isEmpty()) {
			boolean more = content.startsWith(this.textOfDeltas) && !content.equals(this.textOfDeltas);
			content = more ? content.substring(this.textOfDeltas.length()) : null;
			this.textOfDeltas += more ? content : "";
		}
		else if (text && this.parser.isTextOfMessage()) {
			content = grown(content);
		}
		else if (text && !this.parser.isTextOfMessage()) {
			this.textOfDeltas += content;
		}
		List<ChatCompletion.ToolCall> newCalls = piece.toolCalls();
		if (calls && this.parser.isCallsOfMessage()) {
			newCalls = this.callsOfDeltas.isEmpty() ? grown(newCalls) : beside(newCalls);
		}
		else {
			this.callsOfDeltas.addAll(newCalls);
		}
		this.pieces.add(new ChatCompletion(piece.id(), piece.model(), piece.created(), content, newCalls,
				piece.finishReason(), piece.usage(), null));
		this.finished |= piece.finishReason() != null;
		this.tokenSeen |= text || calls;
	}

	/**
	 * The text that a message adds to those before. The first two tell whether they grow.
	 */
	private @Nullable String grown(String text) {
		String before = this.textOfMessage;
		if (this.textInPieces || before == null) {
			this.textOfMessage = text;
			return text;
		}
		boolean proved = text.length() > before.length() && before.chars().anyMatch(Character::isLetter);
		if (!text.startsWith(before) || !(this.textGrows || proved)) {
			this.textInPieces = true;
			return text;
		}
		this.textGrows = true;
		this.textOfMessage = text;
		return text.equals(before) ? null : text.substring(before.length());
	}

	/**
	 * The calls that a message adds to those of the message before.
	 */
	private List<ChatCompletion.ToolCall> grown(List<ChatCompletion.ToolCall> calls) {
		List<ChatCompletion.ToolCall> before = this.callsOfMessage;
		this.callsOfMessage = calls;
		List<ChatCompletion.ToolCall> added = new ArrayList<>();
		for (int i = 0; i < calls.size(); i++) {
			ChatCompletion.ToolCall call = calls.get(i);
			if (i >= before.size()) {
				added.add(call);
				continue;
			}
			ChatCompletion.ToolCall first = before.get(i);
			String known = (first.arguments() != null) ? first.arguments() : "";
			String arguments = (call.arguments() != null) ? call.arguments() : "";
			if (!isText(call.id()) || !call.id().equals(first.id()) || call.name() == null
					|| !call.name().equals(first.name()) || !arguments.startsWith(known)) {
				return calls;
			}
			if (arguments.length() > known.length()) {
				added.add(new ChatCompletion.ToolCall(call.index(), call.id(), null,
						arguments.substring(known.length())));
			}
		}
		return (calls.size() < before.size()) ? calls : added;
	}

	/**
	 * The calls of a message that no delta had, and arguments if no delta had any.
	 */
	private List<ChatCompletion.ToolCall> beside(List<ChatCompletion.ToolCall> calls) {
		List<ChatCompletion.ToolCall> added = new ArrayList<>();
		boolean argumentsKnown = this.callsOfDeltas.stream()
			.anyMatch((call) -> call.arguments() != null && !call.arguments().isBlank());
		for (ChatCompletion.ToolCall call : calls) {
			String names = "";
			String last = "";
			for (ChatCompletion.ToolCall known : this.callsOfDeltas) {
				if (isText(known.name()) && !known.name().equals(last)) {
					last = known.name();
					names += last;
				}
			}
			if (isText(call.id()) && this.callsOfDeltas.stream().anyMatch((known) -> call.id().equals(known.id()))) {
				if (!argumentsKnown && call.arguments() != null && !call.arguments().isBlank()) {
					added.add(new ChatCompletion.ToolCall(null, call.id(), null, call.arguments()));
				}
			}
			else if (isText(call.id()) && isText(call.name()) && !names.contains(call.name())) {
				this.callsOfDeltas.add(new ChatCompletion.ToolCall(null, call.id(), call.name(), null));
				added.add(call);
			}
		}
		added.stream().filter((call) -> call.name() == null).forEach(this.callsOfDeltas::add);
		return added;
	}

	private void checkWhole() {
		if (!this.finished || this.parser.isResultDoubtful() || (!this.tokenSeen && !this.parser.isUnderstood())) {
			throw new IllegalStateException("Not whole");
		}
	}

	private static boolean isText(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

	/** JSON's white space, and no other. */
	private static String trim(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isWhiteSpace(text.charAt(start))) {
			start++;
		}
		while (start < end && isWhiteSpace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	private static boolean isWhiteSpace(char c) {
		return c == ' ' || c == '\n' || c == '\r' || c == '\t';
	}

}
