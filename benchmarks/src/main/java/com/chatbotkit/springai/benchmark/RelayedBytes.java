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

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that the {@link Relay} has and is to deliver later.
 *
 * @param due when to deliver them, in nanoseconds
 * @param number the order of those that are due together
 * @param to who receives them
 * @param bytes the bytes, null for the end of them
 */
record RelayedBytes(long due, long number, RelayedSide to,
		@Nullable ByteBuffer bytes) implements Comparable<RelayedBytes> {

	@Override
	public int compareTo(RelayedBytes other) {
		int compared = Long.compare(this.due, other.due);
		return (compared != 0) ? compared : Long.compare(this.number, other.number);
	}

}
