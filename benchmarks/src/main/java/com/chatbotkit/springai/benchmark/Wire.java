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

package com.chatbotkit.springai.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes of the {@link Server}'s answers, each event a chunk of HTTP of its own, as a
 * server sends that writes one token after the other.
 */
final class Wire {

	static final String ANSWER = "Forty-two, as far as anybody knows.";

	static final String TOOL_ANSWER = "It is sunny in Oslo.";

	/** As long as {@link #stamp} is. */
	static final int STAMP_LENGTH = 20;

	private static final int WORDS = 1000;

	private static final String[] WORD = new String[WORDS];

	private static final String HEAD = "{\"id\":\"chatcmpl-8zQ1kfPq3Xw7Tn5RbVh2\",\"object\":\"chat.completion%s\","
			+ "\"created\":1760000000,\"model\":\"model/name=bench\",\"choices\":[{\"index\":0,";

	private static final String CHUNK = HEAD.formatted(".chunk");

	private static final String WHOLE = HEAD.formatted("") + "\"logprobs\":null,";

	private static final String USAGE = "}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":12,\"total_tokens\":21}}";

	private static final String CALL = "\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":\"" + ANSWER
			+ "\"},\"finish_reason\":\"stop\"";

	private static final String FIRST = "{\"role\":\"assistant\"},\"finish_reason\":null";

	private static final String LAST = "{},\"finish_reason\":\"stop\"";

	private static final String DONE = "data: [DONE]\n\n";

	static {
		for (int i = 0; i < WORDS; i++) {
			WORD[i] = " word" + i;
		}
	}

	private Wire() {
	}

	/**
	 * Returns the text of a chunk that is sent without delay.
	 */
	static String word(int index) {
		return WORD[index % WORDS];
	}

	/**
	 * Returns a text that says when it is sent.
	 */
	static String stamp(long nanos) {
		return "t%018d ".formatted(nanos);
	}

	/**
	 * Returns how long ago a text was sent.
	 */
	static long age(CharSequence text) {
		if (text.length() != STAMP_LENGTH || text.charAt(0) != 't') {
			throw new IllegalStateException("Not the time of a sending: " + text);
		}
		return System.nanoTime() - Long.parseLong(text, 1, STAMP_LENGTH - 1, 10);
	}

	static byte[] call() {
		return whole(CALL);
	}

	static byte[] toolCall() {
		return whole("\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":null,\"tool_calls\":"
				+ "[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
				+ "\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]},\"finish_reason\":\"tool_calls\"");
	}

	static byte[] toolAnswer() {
		return whole("\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":\"" + TOOL_ANSWER
				+ "\"},\"finish_reason\":\"stop\"");
	}

	static byte[] callBody() {
		return body(CALL);
	}

	private static byte[] body(String choice) {
		return ascii(WHOLE + choice + USAGE);
	}

	private static byte[] whole(String choice) {
		byte[] body = body(choice);
		return join(ascii(
				"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length + "\r\n\r\n"),
				body);
	}

	/**
	 * Returns the headers of a stream and its first event, which has no text.
	 */
	static byte[] streamStart() {
		return join(ascii(
				"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n"),
				event(FIRST));
	}

	static byte[] text(String text) {
		return event(delta(text));
	}

	static byte[] firstEvent() {
		return ascii(data(FIRST));
	}

	static byte[] textEvent(String text) {
		return ascii(data(delta(text)));
	}

	static List<byte[]> lastEvents() {
		return List.of(ascii(data(LAST)), ascii(DONE));
	}

	private static String delta(String text) {
		return "{\"content\":\"" + text + "\"},\"finish_reason\":null";
	}

	/**
	 * Returns the last events of a stream.
	 */
	static byte[] streamEnd() {
		return join(event(LAST), frame(DONE), ascii("0\r\n\r\n"));
	}

	static byte[] wholeStream(int chunks) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(streamStart());
		for (int i = 0; i < chunks; i++) {
			bytes.writeBytes(text(word(i)));
		}
		bytes.writeBytes(streamEnd());
		return bytes.toByteArray();
	}

	private static byte[] event(String delta) {
		return frame(data(delta));
	}

	private static String data(String delta) {
		return "data: " + CHUNK + "\"delta\":" + delta + "}]}\n\n";
	}

	private static byte[] frame(String event) {
		return ascii(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			bytes.writeBytes(part);
		}
		return bytes.toByteArray();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
