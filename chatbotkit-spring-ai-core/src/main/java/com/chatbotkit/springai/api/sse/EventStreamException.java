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

package com.chatbotkit.springai.api.sse;

/**
 * Thrown if an event stream cannot be split: an event is too large, or a line is damaged.
 */
public final class EventStreamException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean tooLarge;

	private EventStreamException(boolean tooLarge, String message) {
		super(message);
		this.tooLarge = tooLarge;
	}

	static EventStreamException tooLarge(int maxEventSize) {
		return new EventStreamException(true, "an event of the stream has more than " + maxEventSize + " bytes");
	}

	static EventStreamException damaged() {
		return new EventStreamException(false, "a line of the stream contains data, but is not a data line");
	}

	/**
	 * Whether an event has more bytes than the splitter accepts. Otherwise, a line is
	 * damaged.
	 */
	public boolean isTooLarge() {
		return this.tooLarge;
	}

}
