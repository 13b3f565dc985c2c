package com.chatbotkit.springai.api;

/** Recognises nothing: each chunk is parsed. */
final class RepeatedChunk {

	ChatCompletion read(byte[] bytes, int start, int end) {
		return null;
	}

	void keep(byte[] bytes, int start, int end, ChatCompletion parsed) {
	}

}
