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

package com.chatbotkit.springai.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Limits what one attempt of lowering a schema may inline. Sizes are numbers of
 * characters.
 *
 * @param repetitions how often a definition may be nested in itself, including the first
 * @param depth how many objects may be inlined one inside the other
 * @param recursiveDepth how many of them from the first recursive one on
 * @param smallSize the size up to which an object may be inlined one level deeper
 * @param total the maximum size of all definitions together
 * @param objects the maximum size of the objects among them
 * @param recursive the maximum size of the recursive definitions among them
 */
record InliningLimits(int repetitions, int depth, int recursiveDepth, int smallSize, long total, long objects,
		long recursive) {

	/** Objects up to this size may be inlined one level deeper. */
	static final int SMALL_SIZE = 512;

	/**
	 * The last attempt: no objects, and plain values if they are small or not inlined
	 * yet.
	 */
	static final InliningLimits LAST = new InliningLimits(1, 0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

	/**
	 * The limit of recursive definitions. All objects together may have twice as much in
	 * the attempts that cut them.
	 */
	private static final int RECURSIVE_SIZE = 16 * 1024;

	private static final int MAX_REPETITIONS = 3;

	private static final int UNLIMITED_DEPTH = 64;

	private static final int[] DEPTHS = { 32, 16, 8, 6, 4, 3, 2, 1, 0 };

	/**
	 * Returns the limits of each attempt, the most generous first: fewer repetitions of
	 * recursive definitions, then fewer levels of them, then fewer levels of all objects.
	 * @param total the maximum size of all definitions together
	 * @param length the length of the schema's own text
	 */
	static List<InliningLimits> attempts(long total, int length) {
		long recursive = Math.min(total, Math.max(RECURSIVE_SIZE, 2L * length));
		long objects = Math.min(total, Math.max(2L * RECURSIVE_SIZE, 2L * length));
		List<InliningLimits> attempts = new ArrayList<>();
		for (int repetitions = MAX_REPETITIONS; repetitions > 0; repetitions--) {
			attempts.add(new InliningLimits(repetitions, UNLIMITED_DEPTH, UNLIMITED_DEPTH, 0, total, total, recursive));
		}
		for (int depth : DEPTHS) {
			attempts.add(new InliningLimits(1, UNLIMITED_DEPTH, depth, 0, total, total, recursive));
		}
		for (int depth : DEPTHS) {
			attempts.add(new InliningLimits(1, depth, depth, SMALL_SIZE, total, objects, total));
			attempts.add(new InliningLimits(1, depth, depth, 0, total, objects, total));
		}
		attempts.add(LAST);
		return attempts;
	}

	boolean isLast() {
		return equals(LAST);
	}

}
