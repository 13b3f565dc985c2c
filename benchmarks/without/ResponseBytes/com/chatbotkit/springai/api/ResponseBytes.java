package com.chatbotkit.springai.api;

import java.io.ByteArrayOutputStream;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** Each buffer is copied to a stream of bytes, and all of it once more for the parser. */
final class ResponseBytes {

	private final int maxSize;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	ResponseBytes(int maxSize) {
		this.maxSize = maxSize;
	}

	synchronized void take(DataBuffer buffer) {
		byte[] next = new byte[buffer.readableByteCount()];
		buffer.read(next);
		DataBufferUtils.release(buffer);
		if (next.length > this.maxSize - this.bytes.size()) {
			throw new ExchangeException("ANSWER_TOO_LARGE", "the answer has more than " + this.maxSize + " bytes");
		}
		this.bytes.writeBytes(next);
	}

	synchronized boolean isCompleteJson() {
		return false;
	}

	synchronized byte[] bytes() {
		return this.bytes.toByteArray();
	}

	synchronized int length() {
		return this.bytes.size();
	}

}
